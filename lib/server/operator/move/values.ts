const types = [
  "integer",
  "bigint",
  "boolean",
  "text",
  "double precision",
  "timestamp without time zone",
  "bytea",
] as const;

/** A type of PostgreSQL's, as `format_type` names it. */
export type ColumnType = (typeof types)[number];

export function isColumnType(name: string): name is ColumnType {
  return types.some((type) => type === name);
}

/** As SQLite keeps a time: a number of milliseconds, Prisma's text with its zone, or CURRENT_TIMESTAMP's in UTC. */
function timeOf(value: unknown): string {
  const text = String(value);
  const zoned = /[zZ]$|[+-]\d\d:\d\d$/.test(text) ? text : `${text.replace(" ", "T")}Z`;
  const time = new Date(/^-?\d+$/.test(text) ? Number(text) : zoned);
  return time.toISOString().replace("T", " ").slice(0, 23);
}

/** A value of SQLite's as it is given to PostgreSQL, and as PostgreSQL's column is read back by `readAs`. */
export function converted(type: ColumnType, value: unknown): unknown {
  if (value === null) return null;
  switch (type) {
    case "boolean":
      return Number(value) !== 0;
    case "timestamp without time zone":
      return timeOf(value);
    case "integer":
    case "double precision":
      return Number(value);
    case "bigint":
      return String(value);
    case "bytea":
      return Buffer.isBuffer(value)
        ? `\\x${value.toString("hex")}`
        : `\\x${Buffer.from(String(value)).toString("hex")}`;
    case "text":
      return String(value);
  }
}

/** How a column is read so that what comes is what `converted` has made. */
export function readAs(name: string, type: ColumnType): string {
  if (type === "timestamp without time zone") return `to_char("${name}", 'YYYY-MM-DD HH24:MI:SS.MS') AS "${name}"`;
  if (type === "bigint" || type === "bytea") return `"${name}"::text AS "${name}"`;
  return `"${name}"`;
}
