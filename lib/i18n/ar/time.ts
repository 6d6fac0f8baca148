import type { Catalogue } from "@/lib/i18n/catalogue";

export const time: Catalogue["time"] = {
  now: "الآن",
  today: "اليوم",
  yesterday: "أمس",
  ago: {
    minute: { one: "منذ دقيقة", two: "منذ دقيقتين", few: "منذ {count} دقائق", other: "منذ {count} دقيقة" },
    hour: { one: "منذ ساعة", two: "منذ ساعتين", few: "منذ {count} ساعات", other: "منذ {count} ساعة" },
    day: {
      one: "منذ يوم",
      two: "منذ يومين",
      few: "منذ {count} أيام",
      many: "منذ {count} يومًا",
      other: "منذ {count} يوم",
    },
    week: { one: "منذ أسبوع", two: "منذ أسبوعين", few: "منذ {count} أسابيع", other: "منذ {count} أسبوعًا" },
    month: {
      one: "منذ شهر",
      two: "منذ شهرين",
      few: "منذ {count} أشهر",
      many: "منذ {count} شهرًا",
      other: "منذ {count} شهر",
    },
    year: { one: "منذ سنة", two: "منذ سنتين", few: "منذ {count} سنوات", other: "منذ {count} سنة" },
  },
};
