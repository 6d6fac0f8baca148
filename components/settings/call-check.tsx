"use client";

import { CircleCheck, CircleDashed, CircleMinus, CircleX } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useRealtime } from "@/components/realtime/realtime-provider";
import { Button } from "@/components/ui/button";
import { Dots } from "@/components/ui/dots";
import { useI18n } from "@/components/ui/i18n";
import { type CheckName, type CheckState, checkCall, checkNames, type Finding, stateOf } from "@/lib/client/call-check";

type Findings = Partial<Record<CheckName, Finding>>;

/** Tries what a call needs, one line for each thing, and says what to do about it. */
export function CallCheck() {
  const { t } = useI18n();
  const realtime = useRealtime();
  const [running, setRunning] = useState(false);
  const [findings, setFindings] = useState<Findings>({});
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
    };
  }, []);

  async function start() {
    if (!realtime || running) return;
    setFindings({});
    setRunning(true);
    const tell = (name: CheckName, finding: Finding) =>
      here.current && setFindings((known) => ({ ...known, [name]: finding }));
    await checkCall(realtime, tell);
    if (here.current) setRunning(false);
  }

  const states = checkNames.map((name) => stateOfLine(findings[name], running));
  const done = !running && states.every((state) => state !== "waiting");
  return (
    <div className="grid gap-4">
      <p className="max-w-prose text-pretty text-soft">{t("check.intro")}</p>
      <Button className="justify-self-start" onClick={start} pending={running || !realtime}>
        {t(done ? "check.again" : "check.start")}
      </Button>
      <p role="status" className="font-medium empty:hidden">
        {running && t("check.running")}
        {done && t(`check.done.${verdict(states)}`)}
      </p>
      <ol aria-live="polite" className="grid divide-y divide-line rounded-field border border-line bg-surface">
        {checkNames.map((name, at) => (
          <Line key={name} name={name} state={states[at] ?? "waiting"} finding={findings[name]} />
        ))}
      </ol>
    </div>
  );
}

function stateOfLine(finding: Finding | undefined, running: boolean): CheckState {
  if (finding) return stateOf(finding);
  return running ? "running" : "waiting";
}

function verdict(states: CheckState[]): "fine" | "partly" | "fails" {
  if (states.includes("fails")) return "fails";
  return states.includes("absent") ? "partly" : "fine";
}

const looks: Record<Exclude<CheckState, "running">, { Icon: typeof CircleCheck; color: string }> = {
  waiting: { Icon: CircleDashed, color: "text-soft" },
  fine: { Icon: CircleCheck, color: "text-yes-ink" },
  fails: { Icon: CircleX, color: "text-no-ink" },
  absent: { Icon: CircleMinus, color: "text-amber" },
};

/** Read out as a whole when it changes, so that its name is heard with it. */
function Line({ name, state, finding }: { name: CheckName; state: CheckState; finding?: Finding }) {
  const { t } = useI18n();
  const { Icon, color } = looks[state === "running" ? "waiting" : state];
  return (
    <li aria-atomic="true" className="flex items-start gap-3 p-4">
      <span aria-hidden="true" className={`grid h-6 w-7 shrink-0 place-items-center ${color}`}>
        {state === "running" ? <Dots /> : <Icon size={22} />}
      </span>
      <div className="grid min-w-0 flex-1 gap-0.5">
        <p className="flex flex-wrap items-baseline justify-between gap-x-3">
          <span className="font-medium">{t(`check.${name}.title`)}</span>
          <span className={`text-sm ${color}`}>{t(`check.state.${state}`)}</span>
        </p>
        {finding && <p className="text-pretty text-sm text-soft">{t(`check.${finding}`)}</p>}
      </div>
    </li>
  );
}
