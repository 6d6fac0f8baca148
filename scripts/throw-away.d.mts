export function isElsewhere(name: string): boolean;
