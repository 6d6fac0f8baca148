import { describe, expect, test } from "vitest";
import { ar } from "./ar";
import { en } from "./en";

type Text = { forms: string[]; plural: boolean };

function texts(node: unknown, path = ""): [string, Text][] {
  if (typeof node === "string") return [[path, { forms: [node], plural: false }]];
  const entries = Object.entries(Object(node));
  if ("other" in Object(node)) return [[path, { forms: entries.map(([, v]) => String(v)), plural: true }]];
  return entries.flatMap(([key, value]) => texts(value, path ? `${path}.${key}` : key));
}

const english = new Map(texts(en));
const arabic = new Map(texts(ar));
const placeholders = (text: Text) => [
  ...new Set(text.forms.flatMap((form) => [...form.matchAll(/\{(\w+)\}/g)].map((m) => m[1]))),
];

describe("the catalogues", () => {
  test("have the same keys, plural in the same places", () => {
    const shape = (map: Map<string, Text>) => [...map].map(([key, text]) => `${key}:${text.plural}`).sort();
    expect(shape(arabic)).toEqual(shape(english));
    expect(english.size).toBeGreaterThan(200);
  });

  test("take the same placeholders in both languages", () => {
    for (const [key, text] of english) {
      expect([key, placeholders(arabic.get(key) ?? { forms: [], plural: false }).sort()]).toEqual([
        key,
        placeholders(text).sort(),
      ]);
    }
  });

  test("leave no text empty and no Arabic text in Latin letters alone", () => {
    for (const [, { forms }] of [...english, ...arabic]) for (const form of forms) expect(form.trim()).not.toBe("");
    const latinOnly = [...arabic].filter(([, { forms }]) => forms.some((form) => !/[\u0600-\u06ff]/.test(form)));
    expect(latinOnly.map(([key]) => key)).toEqual(["settings.languages.en"]);
  });

  test("can say any number wherever they count in Arabic", () => {
    for (const [key, { forms, plural }] of arabic) {
      if (plural) expect([key, forms.some((form) => form.includes("{count}"))]).toEqual([key, true]);
    }
  });

  test("say the names the contract fixes", () => {
    expect([en.nav.chats, ar.nav.chats, en.nav.profile, ar.nav.profile]).toEqual([
      "Chats",
      "المحادثات",
      "Profile",
      "الملف الشخصي",
    ]);
    expect(Object.values(ar.call.ended)).toEqual([
      "انتهت المكالمة",
      "رُفضت المكالمة",
      "لا رد",
      "المستخدم مشغول",
      "أُلغيت المكالمة",
      "انقطع الاتصال",
    ]);
    expect(Object.values(en.call.ended)).toEqual([
      "Call ended",
      "Call rejected",
      "No answer",
      "User busy",
      "Call cancelled",
      "Connection lost",
    ]);
    expect([en.auth.login.submit, ar.auth.login.submit, ar.auth.register.submit]).toEqual([
      "Sign in",
      "تسجيل الدخول",
      "إنشاء حساب",
    ]);
    expect([
      ar.call.incoming,
      ar.call.accept,
      ar.call.reject,
      ar.call.calling,
      ar.call.hang_up,
      ar.call.unmute,
    ]).toEqual(["مكالمة واردة", "قبول", "رفض", "جارٍ الاتصال", "إنهاء", "إلغاء الكتم"]);
    expect([ar.friends.requests, ar.friends.accept, ar.friends.decline, ar.search.field, ar.search.add]).toEqual([
      "الطلبات",
      "قبول الطلب",
      "رفض الطلب",
      "ابحث عن أشخاص",
      "إضافة صديق",
    ]);
    expect(Object.values(en.chat.state)).toEqual(["Sending", "Sent", "Delivered", "Read", "Not sent"]);
  });
});
