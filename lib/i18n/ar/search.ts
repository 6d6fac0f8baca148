import type { Catalogue } from "@/lib/i18n/catalogue";

export const search: Catalogue["search"] = {
  title: "البحث",
  field: "ابحث عن أشخاص",
  placeholder: "الاسم أو اسم المستخدم",
  add: "إضافة صديق",
  message: "مراسلة",
  friend: "من أصدقائك",
  self: "هذا أنت",
  results: "أشخاص",
  results_count: {
    zero: "لا أحد",
    one: "شخص واحد",
    two: "شخصان",
    few: "{count} أشخاص",
    many: "{count} شخصًا",
    other: "{count} شخص",
  },
  start: { title: "عمّن تبحث؟", text: "اكتب اسمًا أو اسم مستخدم." },
  nothing: { title: "لا نتائج عن «{query}»", text: "تحقق من الكتابة، أو جرّب اسم المستخدم." },
};
