"""The words of the site's own furniture, in each language it publishes in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Words:
    """Navigation, labels and follow-up headlines in one language."""

    skip: str
    home: str
    all_sections: str
    share: str
    copy_link: str
    by: str
    published: str
    updated: str
    most_read: str
    more: str
    newsletters: str
    newsletters_text: str
    email: str
    sign_up: str
    consent: str
    accept: str
    reject: str
    discussion: str
    log_in: str
    reply: str
    topics: str
    feeds: str
    continue_reading: str
    archive: str
    service: tuple[tuple[str, str], ...]  # address, name
    rights: str
    # A follow-up: headlines with {title}, its opening with {desk} and {summary}, its close with {number}.
    follow_ups: tuple[str, ...]
    follow_up_opening: str
    follow_up_close: str


_ENGLISH = Words(
    skip="Skip to content",
    home="Home",
    all_sections="All sections",
    share="Share",
    copy_link="Copy link",
    by="By",
    published="Published",
    updated="Updated",
    most_read="Most read",
    more="More from",
    newsletters="Newsletters",
    newsletters_text="The morning in five minutes, six days a week.",
    email="Your e-mail address",
    sign_up="Sign up",
    consent="We use cookies to measure how our pages are read.",
    accept="Accept all",
    reject="Only necessary",
    discussion="Discussion",
    log_in="Log in or register to join the discussion",
    reply="Reply",
    topics="Topics",
    feeds="Feeds",
    continue_reading="Continue reading",
    archive="Picture archive",
    service=(("about", "About us"), ("contact", "Contact"), ("privacy", "Privacy"), ("terms", "Terms")),
    rights="All rights reserved.",
    follow_ups=(
        "What we know so far: {title}",
        "The questions that stay open: {title}",
        "What our readers ask: {title}",
        "The day after: {title}",
        "From the notebook: {title}",
    ),
    follow_up_opening="{desk} comes back to a story of its own.",
    follow_up_close="This is part {number} of our running coverage.",
)

_RUSSIAN = Words(
    skip="Перейти к тексту",
    home="Главная",
    all_sections="Все рубрики",
    share="Поделиться",
    copy_link="Скопировать ссылку",
    by="Автор:",
    published="Опубликовано",
    updated="Обновлено",
    most_read="Самое читаемое",
    more="Ещё из рубрики",
    newsletters="Рассылки",
    newsletters_text="Утро за пять минут, шесть дней в неделю.",
    email="Ваш адрес электронной почты",
    sign_up="Подписаться",
    consent="Мы используем файлы cookie, чтобы знать, как читают наши страницы.",
    accept="Принять все",
    reject="Только необходимые",
    discussion="Обсуждение",
    log_in="Войдите или зарегистрируйтесь, чтобы участвовать в обсуждении",
    reply="Ответить",
    topics="Темы",
    feeds="Ленты",
    continue_reading="Читать дальше",
    archive="Архив фотографий",
    service=(
        ("about", "О нас"),
        ("contact", "Контакты"),
        ("privacy", "Конфиденциальность"),
        ("terms", "Условия"),
    ),
    rights="Все права защищены.",
    follow_ups=(
        "Что известно к этому часу: {title}",
        "Вопросы без ответа: {title}",
        "О чём спрашивают читатели: {title}",
        "День спустя: {title}",
        "Из записной книжки: {title}",
    ),
    follow_up_opening="{desk} возвращается к своей публикации.",
    follow_up_close="Это часть {number} нашего рассказа о событиях.",
)

_ARABIC = Words(
    skip="انتقل إلى النص",
    home="الرئيسية",
    all_sections="كل الأقسام",
    share="شارك",
    copy_link="انسخ الرابط",
    by="بقلم",
    published="نُشر",
    updated="حُدِّث",
    most_read="الأكثر قراءة",
    more="المزيد من قسم",
    newsletters="النشرات البريدية",
    newsletters_text="أخبار الصباح في خمس دقائق، ستة أيام في الأسبوع.",
    email="بريدك الإلكتروني",
    sign_up="اشترك",
    consent="نستخدم ملفات تعريف الارتباط لنعرف كيف تُقرأ صفحاتنا.",
    accept="قبول الكل",
    reject="الضرورية فقط",
    discussion="النقاش",
    log_in="سجّل الدخول أو أنشئ حساباً للمشاركة في النقاش",
    reply="رد",
    topics="مواضيع",
    feeds="الخلاصات",
    continue_reading="تابع القراءة",
    archive="أرشيف الصور",
    service=(("about", "من نحن"), ("contact", "اتصل بنا"), ("privacy", "الخصوصية"), ("terms", "الشروط")),
    rights="جميع الحقوق محفوظة.",
    follow_ups=(
        "ما نعرفه حتى الآن: {title}",
        "أسئلة ما زالت مفتوحة: {title}",
        "ما يسأل عنه القراء: {title}",
        "في اليوم التالي: {title}",
        "من دفتر المراسل: {title}",
    ),
    follow_up_opening="يعود {desk} إلى خبر نشره من قبل.",
    follow_up_close="هذا هو الجزء {number} من تغطيتنا المستمرة.",
)

_JAPANESE = Words(
    skip="本文へ移動",
    home="ホーム",
    all_sections="全セクション",
    share="共有",
    copy_link="リンクをコピー",
    by="文",
    published="公開",
    updated="更新",
    most_read="よく読まれている記事",
    more="このセクションの記事：",
    newsletters="ニュースレター",
    newsletters_text="朝の五分でわかるニュース、週六日お届けします。",
    email="メールアドレス",
    sign_up="登録する",
    consent="記事の読まれ方を知るためにクッキーを使用しています。",
    accept="すべて許可",
    reject="必要なもののみ",
    discussion="コメント",
    log_in="ログインまたは登録して議論に参加する",
    reply="返信",
    topics="トピック",
    feeds="フィード",
    continue_reading="続きを読む",
    archive="写真アーカイブ",
    service=(
        ("about", "私たちについて"),
        ("contact", "お問い合わせ"),
        ("privacy", "プライバシー"),
        ("terms", "利用規約"),
    ),
    rights="無断転載を禁じます。",
    follow_ups=(
        "これまでに分かったこと：{title}",
        "残された疑問：{title}",
        "読者の質問に答える：{title}",
        "その翌日：{title}",
        "取材ノートから：{title}",
    ),
    follow_up_opening="{desk}が以前の記事を振り返る。",
    follow_up_close="連載の第{number}回。",
)

_BY_LANGUAGE = {"en": _ENGLISH, "ru": _RUSSIAN, "ar": _ARABIC, "ja": _JAPANESE}


def words(language: str) -> Words:
    """The site's words in a language (RFC 5646 tag), in English where it has none."""
    return _BY_LANGUAGE.get(language.partition("-")[0].lower(), _ENGLISH)


def written_date(moment: datetime, months: Sequence[str], language: str) -> str:
    """A date as the language's pages write it: "12 Nov 2026", "2026年11月12日"."""
    if language.startswith("ja"):
        return f"{moment.year}年{moment.month}月{moment.day}日"
    return f"{moment.day} {months[moment.month - 1]} {moment.year}"
