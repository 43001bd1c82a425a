"""Names of months as pages print them, in many languages and four calendars. Words only."""

import unicodedata

GREGORIAN, PERSIAN, HIJRI = "gregorian", "persian", "hijri"

# One line a language; a slash parts the spellings of one month.
_GREGORIAN = (
    # English
    "january/jan february/feb march/mar april/apr may june/jun july/jul august/aug september/sept/sep october/oct"
    " november/nov december/dec",
    # Spanish
    "enero/ene febrero/feb marzo/mar abril/abr mayo/may junio/jun julio/jul agosto/ago septiembre/setiembre/sept/sep"
    " octubre/oct noviembre/nov diciembre/dic",
    # French
    "janvier/janv février/févr/fév mars avril/avr mai juin juillet/juil août septembre/sept octobre/oct novembre/nov"
    " décembre/déc",
    # German, with Austria's first two months
    "januar/jänner/jan februar/feber/feb märz/mär april mai juni juli august september oktober/okt november"
    " dezember/dez",
    # Portuguese
    "janeiro/jan fevereiro/fev março/mar abril/abr maio/mai junho/jun julho/jul agosto/ago setembro/set outubro/out"
    " novembro/nov dezembro/dez",
    # Italian
    "gennaio/gen febbraio/feb marzo/mar aprile/apr maggio/mag giugno/giu luglio/lug agosto/ago settembre/set/sett"
    " ottobre/ott novembre/nov dicembre/dic",
    # Dutch and Indonesian
    "januari februari maart/maret april mei juni juli augustus/agustus september oktober november december/desember/des",
    # Russian
    "январь/января/янв февраль/февраля/фев март/марта/мар апрель/апреля/апр май/мая июнь/июня/июн июль/июля/июл"
    " август/августа/авг сентябрь/сентября/сен/сент октябрь/октября/окт ноябрь/ноября/ноя/нояб декабрь/декабря/дек",
    # Ukrainian
    "січень/січня/січ лютий/лютого/лют березень/березня/бер квітень/квітня/квіт травень/травня/трав"
    " червень/червня/черв липень/липня/лип серпень/серпня/серп вересень/вересня/вер жовтень/жовтня/жовт"
    " листопад/листопада/лист грудень/грудня/груд",
    # Turkish
    "ocak/oca şubat/şub mart nisan/nis mayıs haziran/haz temmuz/tem ağustos/ağu eylül/eyl ekim/eki kasım/kas aralık/ara",
    # Arabic: Egypt and the Gulf, the Levant and Iraq, the Maghreb
    "يناير/كانون_الثاني/جانفي فبراير/شباط/فيفري مارس/آذار/اذار أبريل/ابريل/إبريل/نيسان/أفريل مايو/أيار/ماي/ايار"
    " يونيو/يونيه/حزيران/جوان يوليو/يوليه/تموز/جويلية أغسطس/آب/أوت/اغسطس سبتمبر/أيلول/ايلول أكتوبر/تشرين_الأول/اكتوبر"
    " نوفمبر/تشرين_الثاني ديسمبر/كانون_الأول",
    # Thai
    "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม",
)
_PERSIAN = (
    "فروردین/farvardin/حمل اردیبهشت/ordibehesht/ثور خرداد/khordad/جوزا تیر/tir/سرطان مرداد/mordad/اسد"
    " شهریور/shahrivar/سنبله مهر/mehr/میزان آبان/aban/عقرب آذر/azar/قوس دی/dey/جدی بهمن/bahman/دلو"
    " اسفند/esfand/حوت",
)
_HIJRI = (
    "محرم/muharram صفر/safar ربيع_الأول/rabi_al-awwal ربيع_الآخر/ربيع_الثاني/rabi_al-thani/rabi_al-akhir"
    " جمادى_الأولى/jumada_al-awwal/jumada_al-ula جمادى_الآخرة/جمادى_الثانية/jumada_al-thani/jumada_al-akhira"
    " رجب/rajab شعبان/shaban/sha'ban رمضان/ramadan شوال/shawwal ذو_القعدة/ذي_القعدة/dhu_al-qadah/dhu_al-qidah"
    " ذو_الحجة/ذي_الحجة/dhu_al-hijjah",
)


def fold(text: str) -> str:
    """Small letters without accents or vowel points, every script's digits as 0 to 9."""
    kept = []
    for char in unicodedata.normalize(
        "NFKD", text.replace("ı", "i").replace("ي", "ی").replace("ى", "ی").replace("ك", "ک")
    ):
        if char.isdecimal():
            kept.append(str(unicodedata.decimal(char)))
        elif not unicodedata.combining(char) and char not in "\u0640\u200e\u200f\u200c\u2066\u2067\u2069":
            kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept)).lower()


def _names() -> dict[str, tuple[str, int]]:
    names: dict[str, tuple[str, int]] = {}
    for kind, rows in ((GREGORIAN, _GREGORIAN), (HIJRI, _HIJRI), (PERSIAN, _PERSIAN)):
        for row in rows:
            for month, spellings in enumerate(row.split(), 1):
                for spelling in spellings.split("/"):
                    names.setdefault(fold(spelling.replace("_", " ")), (kind, month))
    return names


MONTH_NAMES: dict[str, tuple[str, int]] = _names()
