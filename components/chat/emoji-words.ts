/** Emoji with the words by which people look for them, in both languages: "emoji words words". */
const list = `
👍 نعم موافق إعجاب ممتاز yes like good ok thumbs
👎 لا سيئ no dislike bad thumbs
❤️ حب قلب أحبك love heart red
🧡 قلب برتقالي heart orange
💛 قلب أصفر heart yellow
💚 قلب أخضر heart green
💙 قلب أزرق heart blue
💜 قلب بنفسجي heart purple
🤍 قلب أبيض heart white
🖤 قلب أسود heart black
💔 قلب مكسور حزن broken heart
💕 حب قلوب love hearts
😂 ضحك دموع laugh joy tears lol
🤣 ضحك شديد laugh rolling lol
😄 ابتسامة فرح smile happy
😁 ابتسامة عريضة grin smile
😊 خجل ابتسامة سعيد blush smile
🙂 ابتسامة smile
😉 غمزة wink
😍 حب إعجاب عيون love eyes
🥰 حب حنان love adore
😘 قبلة kiss
😎 رائع نظارة cool sunglasses
🤩 انبهار نجوم wow star eyes
🥳 احتفال عيد party celebrate
🤔 تفكير سؤال think hmm
🤨 شك raised eyebrow doubt
😐 محايد neutral
🙄 ملل eyeroll
😏 ابتسامة ماكرة smirk
😮 دهشة مفاجأة wow surprise
😲 ذهول astonished
😱 خوف صراخ scream fear
😳 إحراج flushed
🥺 رجاء pleading please
😢 حزن دمعة sad cry
😭 بكاء شديد cry sob
😔 أسف حزين sad sorry
😞 خيبة disappointed
😩 تعب weary tired
😴 نوم sleep
😤 غضب تنهد huff angry
😡 غضب angry rage
🤬 غضب شتم swear angry
🤯 انفجار دهشة mind blown
😇 ملاك بريء angel innocent
🤗 حضن عناق hug
🤭 ضحكة خجولة giggle
🤫 صمت سر shush secret
😅 حرج عرق sweat smile
😬 توتر grimace
🙃 مقلوب upside down
😋 لذيذ yum tasty
🤤 شهية drool
🤒 مرض حرارة sick fever
😷 كمامة مرض mask sick
🤦 يا إلهي facepalm
🤷 لا أدري shrug
🙏 شكرا رجاء دعاء thanks please pray
👏 تصفيق أحسنت clap bravo
🙌 احتفال تهليل praise hooray
🤝 اتفاق مصافحة deal handshake
👋 سلام وداع مرحبا hello wave bye
✌️ سلام نصر peace victory
🤞 حظ fingers crossed luck
👌 ممتاز تمام ok perfect
🤌 إيطالي pinched
💪 قوة strong muscle
👀 عيون أنظر eyes look
🫶 قلب يدين heart hands love
✋ توقف يد stop hand
☝️ واحد انتبه one point up
👇 تحت down
🫡 تحية حاضر salute
🧠 عقل brain
💯 مئة ممتاز hundred perfect
🔥 نار حماس fire hot lit
✨ بريق sparkles
⭐ نجمة star
🌟 نجمة لامعة star glow
🎉 احتفال مبروك party congratulations tada
🎊 احتفال confetti
🎂 عيد ميلاد كعكة birthday cake
🎁 هدية gift present
🌹 وردة rose flower
💐 باقة ورد bouquet flowers
🌸 زهرة blossom flower
🌙 هلال ليل رمضان moon night
☀️ شمس sun
🌧️ مطر rain
🌈 قوس قزح rainbow
☕ قهوة coffee
🍵 شاي tea
🍕 بيتزا pizza
🍔 برغر burger
🍎 تفاحة apple
🌴 نخلة palm
🕌 مسجد mosque
🕋 كعبة kaaba
📿 سبحة دعاء beads prayer
🏠 بيت منزل home house
🚗 سيارة car
✈️ سفر طائرة travel plane
⚽ كرة قدم football soccer
🏆 كأس فوز trophy win
🎵 موسيقى music
📷 صورة كاميرا camera photo
💡 فكرة idea light
📌 دبوس pin
✅ صح تم done check yes
❌ خطأ لا no cross wrong
❓ سؤال question
❗ تنبيه exclamation important
⏰ موعد منبه alarm time
💤 نوم sleep zzz
💀 موت ضحك dead skull
👻 شبح ghost
🤖 روبوت robot
🐱 قطة cat
🐶 كلب dog
🦋 فراشة butterfly
🕊️ سلام حمامة peace dove`;

export interface EmojiWords {
  emoji: string;
  words: string;
}

export const emojiWords: readonly EmojiWords[] = list
  .trim()
  .split("\n")
  .map((line) => {
    const [emoji = "", ...words] = line.split(" ");
    return { emoji, words: words.join(" ") };
  });
