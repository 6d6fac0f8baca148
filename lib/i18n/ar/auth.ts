import type { Catalogue } from "@/lib/i18n/catalogue";

export const auth: Catalogue["auth"] = {
  name: "الاسم",
  username: "اسم المستخدم",
  password: "كلمة المرور",
  login: {
    title: "أهلًا بعودتك",
    submit: "تسجيل الدخول",
    pending: "جارٍ تسجيل الدخول…",
    no_account: "ليس لديك حساب؟",
    register: "إنشاء حساب",
    signed_out: "سُجّل خروجك",
    session_ended: "انتهت جلستك على هذا الجهاز. سجّل الدخول لتتابع.",
    deleted: "حُذف حسابك",
  },
  register: {
    title: "أنشئ حسابك",
    submit: "إنشاء حساب",
    pending: "جارٍ إنشاء حسابك…",
    have_account: "لديك حساب؟",
    login: "تسجيل الدخول",
    name_hint: "الاسم الذي يراه أصدقاؤك",
    username_hint: "أحرف لاتينية وأرقام ونقطة وشرطة عادية أو سفلية",
    password_hint: "{min} أحرف على الأقل",
  },
};
