import type { Catalogue } from "@/lib/i18n/catalogue";

export const profile: Catalogue["profile"] = {
  title: "الملف الشخصي",
  name: "الاسم",
  about: "نبذة",
  about_hint: "سطر عنك، حتى {max} حرف",
  email: "البريد الإلكتروني",
  edit: "تعديل الملف الشخصي",
  save: "حفظ",
  saved: "حُفظ الملف الشخصي",
  avatar: "الصورة",
  change_avatar: "تغيير الصورة",
  remove_avatar: "إزالة الصورة",
  avatar_saved: "حُفظت الصورة",
  avatar_removed: "أُزيلت الصورة",
  crop: {
    title: "صورتك",
    area: "الصورة: اسحبها أو حرّكها بمفاتيح الأسهم",
    zoom: "التكبير",
    submit: "استخدام الصورة",
  },
  joined: "هنا منذ {date}",
  add_friend: "إضافة صديق",
  message: "مراسلة",
  call: "اتصال",
  no_about: "لا نبذة بعد",
};
