import type { Config } from "tailwindcss";

// The names of the look. Their values, light and dark, stand once in app/globals.css.
const token = (name: string) => `var(--${name})`;

const config: Config = {
  content: [],
  theme: {
    extend: {
      colors: {
        transparent: "transparent",
        current: "currentColor",
        // For what stands on a picture, which no theme changes.
        white: "#fff",
        black: "#000",
        paper: token("paper"),
        surface: token("surface"),
        sunk: token("sunk"),
        ink: token("ink"),
        soft: token("soft"),
        line: token("line"),
        edge: token("edge"),
        brand: { DEFAULT: token("brand"), ink: token("brand-ink"), wash: token("brand-wash") },
        mine: token("mine"),
        "on-brand": token("on-brand"),
        "on-fill": token("on-fill"),
        yes: { DEFAULT: token("yes"), ink: token("yes-ink") },
        no: { DEFAULT: token("no"), ink: token("no-ink"), wash: token("no-wash") },
        amber: { DEFAULT: token("amber"), wash: token("amber-wash") },
        live: token("live"),
        veil: token("veil"),
      },
      fontFamily: { sans: ["Nida", "system-ui", "sans-serif"] },
      // Line height comes from the script of the page, so a size is only a size. Nothing under 13 px.
      fontSize: {
        xs: "0.8125rem",
        sm: "0.875rem",
        base: "1rem",
        lg: "1.125rem",
        xl: "1.375rem",
        "2xl": "1.75rem",
        "3xl": "2.125rem",
      },
      borderRadius: { corner: "6px", surface: "14px", field: "16px", bubble: "20px", float: "26px" },
      boxShadow: { float: "0 1px 2px var(--shade-near), 0 16px 48px var(--shade-far)" },
      transitionDuration: { DEFAULT: "180ms" },
      transitionTimingFunction: { DEFAULT: "cubic-bezier(0.2, 0.7, 0.2, 1)" },
      maxWidth: { measure: "72ch", page: "820px", form: "420px" },
      animation: {
        fade: "fade 160ms ease-out both",
        rise: "rise 200ms cubic-bezier(0.2, 0.7, 0.2, 1) both",
        pop: "pop 180ms cubic-bezier(0.2, 0.7, 0.2, 1) both",
        flash: "flash 1.6s ease-out both",
        leave: "fade 160ms ease-out reverse both",
        breathe: "breathe 1.6s ease-in-out infinite",
        ring: "ring 2s ease-out infinite",
        dots: "dots 1.2s ease-in-out infinite",
      },
    },
  },
};

export default config;
