import type { Catalogue } from "@/lib/i18n/catalogue";

export const nav: Catalogue["nav"] = {
  main: "التنقل الرئيسي",
  home: "نداء، الصفحة الأولى",
  chats: "المحادثات",
  calls: "المكالمات",
  friends: "الأصدقاء",
  search: "البحث",
  profile: "الملف الشخصي",
  settings: "الإعدادات",
};
