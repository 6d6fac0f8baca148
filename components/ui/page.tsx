import clsx from "clsx";
import type { ComponentProps, ReactNode } from "react";

/** Where "skip to content" leads; every page has exactly one `Main`. */
export const mainId = "content";

const widths = { page: "max-w-page", form: "max-w-form", full: "max-w-none" };

/** The page's `<main>`, for screens that lay themselves out. */
export function Main({ className, ...rest }: ComponentProps<"main">) {
  return (
    <main {...rest} id={mainId} tabIndex={-1} className={clsx("min-h-0 min-w-0 flex-1 outline-none", className)} />
  );
}

export type PageHeadingProps = { title: string; back?: ReactNode; actions?: ReactNode; className?: string };

function PageHeading({ title, back, actions, className }: PageHeadingProps) {
  return (
    <header className={clsx("flex min-h-17 items-center gap-3 py-2", className)}>
      {back}
      <h1 className="flex-1 text-balance font-semibold text-xl leading-snug tracking-[-0.01em] rtl:tracking-normal">
        {title}
      </h1>
      {actions && <div className="-me-2 flex items-center gap-1">{actions}</div>}
    </header>
  );
}

export type PageProps = PageHeadingProps & { width?: keyof typeof widths; children: ReactNode };

/** A page that scrolls as a whole: heading, then content of at most `width`. */
export function Page({ title, back, actions, width = "page", className, children }: PageProps) {
  return (
    <Main className="overflow-y-auto overscroll-contain">
      <div className={clsx("mx-auto w-full px-4 pb-10 sm:px-6 md:px-10 md:pt-4", widths[width], className)}>
        <PageHeading title={title} back={back} actions={actions} />
        {children}
      </div>
    </Main>
  );
}

/** A titled group on a page: a `region` named by its heading. */
export function PageSection({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className="mt-5 first:mt-0">
      <h2 id={id} className="mb-2 font-semibold text-sm text-soft">
        {title}
      </h2>
      {children}
    </section>
  );
}
