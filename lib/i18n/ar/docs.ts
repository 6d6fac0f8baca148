import type { Catalogue } from "@/lib/i18n/catalogue";

export const docs: Catalogue["docs"] = {
  title: "واجهة نداء البرمجية",
  document: "وثيقة OpenAPI",
  contents: "المحتويات",
  schemas: "الأنواع",
  required: "مطلوب",
  path: "في المسار",
  query: "في الاستعلام",
  headers: "في الترويسات",
  body: "المتن",
  as_above: "كما سبق، ومعه:",
  answer: "الجواب",
  refusals: "حالات الرفض",
  example: "مثال",
  open: "متاح للجميع",
  chapters: {
    Account: "الحساب",
    People: "الناس",
    Chat: "المحادثات",
    Files: "الملفات",
    Calls: "المكالمات",
    Realtime: "الأحداث الحيّة",
    Webhooks: "إخطار الخوادم (Webhooks)",
  },
};
