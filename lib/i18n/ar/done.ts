import type { Catalogue } from "@/lib/i18n/catalogue";

export const done: Catalogue["done"] = {
  conversation_started: "تم إنشاء المحادثة بنجاح",
  reported: "شكرًا لك. أُبلغ مَن يدير هذا الخادم.",
  message_sent: "تم إرسال الرسالة بنجاح",
};
