import type { MetadataRoute } from "next";

/** What makes Nida an app on a phone or a desktop (W3C Web Application Manifest), in both languages at once. */
export default function manifest(): MetadataRoute.Manifest {
  return {
    id: "/",
    name: "Nida · نداء",
    short_name: "Nida نداء",
    start_url: "/chat",
    scope: "/",
    display: "standalone",
    background_color: "#fbfaf6",
    theme_color: "#fbfaf6",
    categories: ["social", "communication"],
    icons: [
      { src: "/icon.svg", sizes: "any", type: "image/svg+xml" },
      { src: "/apple-icon.png", sizes: "512x512", type: "image/png", purpose: "any" },
      { src: "/apple-icon.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
    ],
  };
}
