import { FileText, Image as ImageIcon, Mic } from "lucide-react";

/** What stands for a picture, a file or a voice note in one line of text. */
export const mediaIcons = { image: ImageIcon, file: FileText, voice: Mic };
