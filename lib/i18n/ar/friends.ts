import type { Catalogue } from "@/lib/i18n/catalogue";

export const friends: Catalogue["friends"] = {
  title: "الأصدقاء",
  requests: "الطلبات",
  friends: "الأصدقاء",
  sent_requests: "طلبات أرسلتها",
  blocked: "المحظورون",
  accept: "قبول الطلب",
  decline: "رفض الطلب",
  withdraw: "سحب الطلب",
  message: "مراسلة",
  call: "اتصال",
  view_profile: "عرض الملف الشخصي",
  remove: "إزالة من الأصدقاء",
  block: "حظر",
  unblock: "إلغاء الحظر",
  request_from: "يود أن يكون صديقك",
  request_sent: "أُرسل الطلب",
  confirm_remove: {
    title: "إزالة {name} من أصدقائك؟",
    text: "تبقى محادثتكما كما هي، ولتتصلا من جديد يلزم طلب صداقة آخر.",
  },
  confirm_block: {
    title: "حظر {name}؟",
    text: "لن يتمكن من العثور عليك ولا مراسلتك ولا الاتصال بك، ولن يُخبَر بذلك.",
  },
  empty: { title: "لا أصدقاء بعد", text: "ابحث عمّن تعرفهم وأرسل إليهم طلب صداقة.", action: "ابحث عن أشخاص" },
  no_requests: "لا طلبات الآن",
  done: {
    requested: "أُرسل الطلب",
    accepted: "أنت و{name} صديقان الآن",
    declined: "رُفض الطلب",
    withdrawn: "سُحب الطلب",
    removed: "أُزيل {name} من أصدقائك",
    blocked: "حُظر {name}",
    unblocked: "أُلغي حظر {name}",
  },
  live: {
    requested: "طلب صداقة من {name}",
    accepted: "قبِل {name} طلبك",
  },
};
