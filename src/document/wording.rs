//! How clutter, bylines and captions are worded on German news pages: tests of one block, blind to its neighbours.
//!
//! Each pattern is a family of wordings, never the wording of one page. What a block's neighbours say about it is the
//! business of `clean`.

use std::sync::LazyLock;

use regex::Regex;

use super::squeeze;

/// What a block of clutter means for the blocks after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cue {
    /// Only this block is clutter: a share bar, `Anzeige`.
    Alone,
    /// A heading: what follows is clutter until running text goes on.
    Section,
    /// A teaser of another article: more of them follow.
    Teaser,
    /// Below it nothing of the article follows: readers' comments.
    End,
}

macro_rules! patterns {
    ($($(#[$doc:meta])* $name:ident = $pattern:expr;)*) => {
        $($(#[$doc])* static $name: LazyLock<Regex> = LazyLock::new(|| Regex::new($pattern).expect("a constant pattern"));)*
    };
}

patterns! {
    /// Headings of lists of other articles, without the signs around them.
    OTHER_NEWS = r"(?ix)^(?:
        (?:weitere|neu(?:e|este)|aktuelle(?:re|ste)?|andere|ähnliche|verwandte|mehr|alle|letzte|beliebte(?:ste)?|empfohlene|passende)\s
            (?:aktuelle\s|interessante\s|spannende\s)?
            (?:meldungen|nachrichten|artikel|beiträge|news|pressemitteilungen|presseinformationen|pressemeldungen|medieninformationen|stor(?:y|ie)s|
               schlagzeilen|videos|links)(?:\s(?:und|aus|zu[mr]?|von|vom|im|in|der|des|auf|für)\b.{0,60})?
        |weitere\sthemen|aktuelles|(?:aktuelle\s)?top-?\s?themen|themen\sdes\stages
        |mehr\s(?:zum\sthema|zu\sdiesem\s(?:thema|artikel)|dazu|(?:meldungen\s)?aus\s(?:der|dem|den)\s
            (?:region|ressort|rubrik|bereich|redaktion|kategorie|umgebung|nachbarschaft|landkreis|kreis|stadt|branche|haus|verband|land)\b.{0,40}
            |aus\s(?:stadt|kreis|landkreis|land|region)\sund\s.{0,40}
            |(?:meldungen|nachrichten)\saus\s[\p{L}-]+(?:\s(?:und|&|am|an\sder)\s[\p{L}-]+){0,2})
        |(?:auch|ebenfalls)\s(?:interessant|lesenswert)|lesen\ssie\s(?:auch|außerdem|ebenfalls|mehr|weiter|dazu|hierzu)(?:\s\w+){0,3}|mehr\slesen
        |(?:das|dies|diese\s(?:themen|artikel|beiträge))\s(?:könnten?|dürften?)\s(?:sie|dich|euch|ihnen|dir)\s(?:auch\s|ebenfalls\s)?(?:interessieren|gefallen).{0,20}
        |(?:passend|mehr|siehe\sauch|links?)\szum\sthema|zum\sthema|siehe\sauch|verwandte\sthemen|am\shäufigsten\sgelesen|meist\s?(?:gelesen|geklickt|kommentiert|geteilt)e?(?:\s\w+){0,2}|meist\s?(?:gelesen|geklickt)e?\s(?:in|aus)(?:\s(?:der|dem|den))?\s\p{Lu}[\p{L}-]+
        |(?:unsere\s|redaktions-?\s?)?(?:empfehlung(?:en)?|lesetipps?|leseempfehlung(?:en)?)(?:\sder\sredaktion|\sfür\ssie)?
        |stichwörter|schlagwörter|schlagworte|tags|weiterführende\s(?:links|artikel|beiträge)|(?:nachrichten|news)ticker(?:\s\p{Lu}[\p{L}-]+)?|anbieter\szum\sthema|partner-?inhalte?|aus\sunserem\snetzwerk|abo-?verwaltung
        )\s?:?$";
    /// The same where signs around them show that they are headings: `+++ Aus der Region +++`.
    LOCAL_NEWS = r"(?i)^(?:aus\s(?:der|dem|den|unserer|unserem)\s[\p{L}-]+|kurz\s(?:notiert|gemeldet|berichtet|und\sknapp)|in\skürze|lokales|vermischtes|panorama|meldungen)$";
    /// `Lesen Sie auch: ...` with a title behind it.
    INLINE_TEASER = r"(?i)^(?:lesen sie (?:auch|außerdem|ebenfalls|dazu|hierzu|mehr)|mehr (?:zum thema|dazu)|siehe auch|auch interessant|passend dazu|lesetipps?)[^.:]{0,20}:\s";
    /// The end of a teaser's text.
    READ_MORE = r"(?i)(?:(?:^|\W)(?:mehr|weiterlesen|weiter lesen|weiter|mehr (?:lesen|erfahren|dazu)|lesen sie mehr|zum artikel|zur meldung)\s?(?:\.{2,3}|…|»|›|→|>+|\]))\s*$|[.…!?]\s(?:mehr|weiterlesen|mehr lesen|mehr erfahren)$";
    DATED_TEASER = r"^\[\d{1,2}\.\s?\d{1,2}\.\s?\d{2,4}\]";
    NEWSLETTER = r"(?i)\bnewsletter\b";
    NEWSLETTER_OFFER = r"(?i)\b(?:abonnier\w*|anmeld\w*|bestell\w*|kostenlos\w*|gratis|postfach|registrier\w*|eintragen)\b|direkt ins? (?:ihr )?(?:postfach|mail)";
    COMMENTS = r"(?i)^(?:\d+\s)?(?:leser-?\s?)?(?:(?:\d+\skommentar|kommentare)(?:\s?\(\d+\))?(?:\s(?:kommentar\s)?(?:schreiben|verfassen|hinterlassen|abgeben|(?:an|ein|aus)(?:zeigen|blenden)|lesen|sind\sausgeblendet))?|kommentar\s(?:schreiben|verfassen|hinterlassen|abgeben)|kommentieren(?:\ssie\b.{0,40})?|ihr(?:en)?\skommentar.{0,40}|jetzt\skommentieren|diskutieren\ssie\smit.{0,40}|schreiben?\s(?:sie\s)?(?:den\sersten|einen|ihren)\skommentar.{0,30}|hinterlasse(?:n\ssie)?\s(?:einen?|ihren?)\s(?:kommentar|antwort|nachricht).{0,30}|meinungen\sund\skommentare|leserbriefe?)\s?:?$";
    CONSENT = r"(?i)\b(?:wir (?:und unsere (?:\d+ )?partner |verwenden|nutzen|setzen) ?(?:auf )?(?:\w+ )?cookies|(?:website|webseite|seite) (?:verwendet|nutzt|benutzt) cookies|partner (?:verwenden|verarbeiten|nutzen)|erkläre ich mich|(?:willigen|stimmen|akzeptieren) sie (?:in die|der|den|dem|unsere|ein)\b|mit (?:dem|einem|ihrem)? ?klick auf|akzeptiere (?:ich )?die (?:nutzungs|datenschutz|agb)|aufklappen für|ich habe die datenschutz|sie können (?:ihre einwilligung|den newsletter)|informationen finden sie in unserer datenschutz)";
    FORM = r"(?i)^(?:bitte (?:geben|tragen|wählen|füllen) sie\b.{0,80}|empfänger e-?mail|ihre? (?:name|e-?mail(?:-adresse)?|mitteilung|nachricht).{0,40}|artikel per e-?mail.{0,30}|tipp: (?:mehrere|das bild)\b.{0,80}|persönliche nachricht.{0,20}|captcha.{0,20}|suche?n?(?:\s?\.{2,3}|…)?|suchbegriff.{0,20}|absenden|anmelden|abschicken|mehr anzeigen|alle (?:akzeptieren|anzeigen)|fullscreen|bilder|zur fotoshow|artikel \d+ / \d+|bild \d+ von \d+|abb?onn?ement k(?:ü|ue)ndigen)$";
    NAVIGATION = r"(?i)^(?:(?:zurück\s)?zur (?:startseite|übersicht|homepage)\b.{0,60}|zurück(?:\szu[mr]?\b.{0,80})?|startseite|nach oben|zum (?:seitenanfang|inhalt(?: springen)?|anfang)|sie sind hier:?.*|nächster (?:artikel|beitrag).{0,80}|vorheriger (?:artikel|beitrag).{0,80}|home|menü|druckversion|seite (?:drucken|weiterempfehlen|empfehlen)|vollbild|(?:bild )?\d{1,3}(?:\s?(?:/|von)\s?\d{1,3})?)[.]?$";
    ADVERTISEMENT = r"(?i)^(?:anzeige|werbung|advertisement|advertorial|sponsored|gesponsert|anzeigen)$";
    KEYWORDS = r"(?i)^(?:stichw(?:ö|o)rte?r?|schlagw(?:ö|o)rte?r?|schlagworte|tags?|keywords?|themen (?:in diesem artikel|dieses artikels)|mehr zu)\s?:";
    IMPRINT = r"(?i)^(?:©|\(c\)\s|copyright\b)|\balle rechte vorbehalten\b";
    ARTICLE_ID = r"(?i)^\(?(?:id|artikel-?id|dok(?:ument)?-?(?:nr|id)|ref(?:erenz)?)\.?\s?[:#]?\s?\d{4,}\)?$";
    READING_TIME = r"(?i)^(?:quelle:?\s?[\w./-]{2,20}\s)?(?:(?:lese(?:zeit|dauer):?\s)?(?:ca\.\s)?\d{1,2}\smin(?:uten?|\.)?(?:\slese(?:zeit|dauer))?)$";
    ADDRESS = r"(?i)^(?:(?:https?://|www\.)\S+|[\w.+-]+@[\w.-]+\.\w+|(?:tel(?:efon)?|fax|mobil|e-?mail|mail|internet|web|phone|fon)\b\.?\s?:?\s?[\w+/().@:\s-]{3,80})$";
    /// What opens a picture credit or a caption, and whether only a credit can follow.
    CREDIT_ONLY = r"(?i)^[\[(]?\s?(?:bild-?\s?quelle|foto-?\s?quelle|bild-?\s?nachweis|foto-?\s?nachweis|bild-?\s?rechte|foto-?\s?credits?|bild-?\s?credits?|quelle|copyright)\s?:\s?";
    PICTURE = r"(?i)^[\[(]?\s?(?:(?:symbol|archiv)?(?:bilde?r?|fotos?)|grafik|abb(?:ildung|\.)|bildunterschrift|bildtext|bu)(?:\s\(\w+\))?\s?:\s?";
    TRAILING_CREDIT = r"(?i)(?:[\[(]\s?(?:bild|foto|grafik|quelle|bildquelle|fotoquelle)\w{0,3}\s?:?\s?[^()]{2,80}[\])]|(?:^|[.!?)]\s|\s[−–-]\s|\s)(?:foto|bild|bildquelle|fotos)\s?:\s?[^.:]{2,60}|(?:[.!?]|\s)\s?©\s?[^.]{2,60})\.?$";
    WHO_STANDS_WHERE = r"(?i)(?:\((?:l|r|li|re|links|rechts|mitte|vorne?|hinten|2\.v\.l)\b[^)]{0,15}\)|\bv(?:on|\.)\s?(?:l(?:inks|\.)|r(?:echts|\.))|\bvon links\b|^(?:auf dem|im) (?:foto|bild)\b|\b(?:l|r)\.\))";
    /// Small words of a sentence that no credit has.
    CAPTION_WORD = r"\b(?:bei|beim|nach|während|mit|am|zeigt|zeigen|unterzeichnen|unterzeichnet|unterschreiben|übergibt|besucht|haben|hat|wird|freuen|neben|dahinter|ist|sind)\b";
    SYMBOL_PICTURE = r"(?i)^[(\[]?(?:symbol|archiv|beispiel)(?:bild|foto)[)\]]?$";
    /// Up to three names, each of a given name and a surname at least, and what may stand behind them.
    BYLINE = r"(?x)^(?:(?i:(?:ein\s)?(?:bericht|artikel|beitrag|gastbeitrag|text|kommentar|interview|reportage|analyse)\svon|von|autor(?:in)?:|text:|text\sund\sfotos?:|geschrieben\svon))\s+
        (?<names>(?:(?:Prof\.|Dr\.)\s)*NAME(?:(?:,\s|\sund\s|\s/\s|/|\s&\s)(?:(?:Prof\.|Dr\.)\s)*NAME){0,3})
        \s*(?:[|,•·–/(-]\s*.{0,50})?$";
    SENTENCE_END = r"[.!?…][“”\x22»«’')\]]*(?:\s?\(\p{Ll}{2,4}(?:/\p{Ll}{2,4})?\))?$";
}

/// The words of share bars and footers.
const SHARE: &str = "facebook twitter x xing linkedin whatsapp e-mail email mail mastodon bluesky threema telegram pinterest instagram tumblr \
    flipboard pocket reddit youtube rss feed teilen twittern tweet tweeten merken drucken druckversion druckansicht pdf link mailen versenden \
    kopieren kommentare kommentieren kommentar weiterempfehlen empfehlen speichern artikel per über auf bei google google+ signal vorlesen \
    beitrag share print folgen sms senden like gefällt mir flattr delicious diesen seite weitersagen";
const FOOTER: &str = "impressum datenschutz datenschutzerklärung agb kontakt barrierefreiheit nutzungsbedingungen sitemap mediadaten \
    newsletter karriere abo hilfe cookie-einstellungen privatsphäre werben über uns bestellen und cookies leichte sprache gebärdensprache";

/// Compiles the expressions that every plain text is tried with.
pub(super) fn get_ready() {
    cue("Weitere Meldungen aus dem Land");
    byline("Von Petra Muster");
}

/// The text without the signs around it that make a line a heading: `+++ Mehr zum Thema +++`.
fn core(text: &str) -> String {
    squeeze(text.trim_matches(|c: char| c.is_whitespace() || "+*#=_-–—>»|•:<«~▶►".contains(c)))
}

/// What the block is by its own words, if it is clutter; `None` for all others. Linear in the length.
pub(super) fn cue(text: &str) -> Option<Cue> {
    let text = squeeze(text);
    let core = core(&text);
    let length = core.chars().count();
    if core.is_empty() || is_rule(&text) {
        return Some(Cue::Alone);
    }
    if length <= 100 && COMMENTS.is_match(&core) {
        return Some(Cue::End);
    }
    // `MEHR AUS DEM RESSORT`, `MEHR LOKALES`
    let is_more = core.starts_with("MEHR AUS ") || core.starts_with("MEHR ") && core.split(' ').count() == 2;
    let shouted = is_more && length <= 60 && !core.chars().any(char::is_lowercase);
    let is_decorated = ["++", "**", "==", "--", "##"].iter().any(|signs| text.starts_with(signs) && text.ends_with(signs));
    if shouted || is_decorated && LOCAL_NEWS.is_match(&core) || length <= 100 && !core.ends_with('.') && OTHER_NEWS.is_match(&core) {
        return Some(Cue::Section);
    }
    if READ_MORE.is_match(&text) {
        return Some(Cue::Teaser);
    }
    if let Some(cue) = newsletter(&core, length) {
        return Some(cue);
    }
    let alone = (length <= 160 && INLINE_TEASER.is_match(&core)) || is_service(&core, length) || is_credit(&text);
    alone.then_some(Cue::Alone)
}

fn newsletter(core: &str, length: usize) -> Option<Cue> {
    if !NEWSLETTER.is_match(core) || length > 240 {
        return None;
    }
    let named_first = core.to_lowercase().starts_with("newsletter") && !ends_sentence(core);
    let offer = NEWSLETTER_OFFER.is_match(core) && (length <= 140 || core.ends_with('!'));
    match (offer, named_first) {
        // A heading; the text of the offer and its consents follow.
        _ if length <= 40 && (offer || named_first) => Some(Cue::Section),
        (true, _) => Some(Cue::Alone),
        _ => None,
    }
}

/// Lines that serve the reader of the page: they say nothing about the article's subject.
fn is_service(core: &str, length: usize) -> bool {
    let short = length <= 120;
    let line = [&*ADVERTISEMENT, &FORM, &NAVIGATION, &ARTICLE_ID, &READING_TIME, &ADDRESS, &SYMBOL_PICTURE, &IMPRINT];
    (short && line.iter().any(|p| p.is_match(core))) || (length <= 400 && KEYWORDS.is_match(core)) || asks_consent(core) || is_bar(core)
}

/// Long paragraphs are looked at too. With borders of words as Unicode has them the fast engine of the library gives up at the
/// first umlaut; with those of ASCII it finds all that may match, and a little more.
fn asks_consent(core: &str) -> bool {
    static MAY_ASK: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(&CONSENT.as_str().replace(r"\b", r"(?-u:\b)")).expect("a constant pattern"));
    MAY_ASK.is_match(core) && CONSENT.is_match(core)
}

/// A row of share buttons or of footer links.
fn is_bar(core: &str) -> bool {
    let lower = core.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !(c.is_alphabetic() || c == '-' || c == '+')).filter(|w| w.chars().any(char::is_alphabetic)).collect();
    let of = |list: &str| words.iter().filter(|w| list.split_whitespace().any(|l| l == **w)).count();
    if words.len() > 25 || words.is_empty() || ends_sentence(core) {
        return false;
    }
    let strong = [
        "twittern",
        "tweet",
        "teilen",
        "drucken",
        "versenden",
        "merken",
        "druckversion",
        "druckansicht",
        "pdf",
        "facebook",
        "twitter",
        "xing",
        "linkedin",
        "whatsapp",
        "mastodon",
        "pinterest",
        "instagram",
        "telegram",
    ];
    match words.len() {
        1 => strong.contains(&words[0]),
        n => of(SHARE) * 10 >= n * 7 || of(FOOTER) * 10 >= n * 7,
    }
}

/// A line of signs only: `-----`, `***`.
pub(super) fn is_rule(text: &str) -> bool {
    !text.chars().any(char::is_alphanumeric)
}

/// A picture's source without words about the picture.
pub(super) fn is_credit(text: &str) -> bool {
    let words = |rest: &str| rest.split_whitespace().count();
    if let Some(found) = CREDIT_ONLY.find(text) {
        let rest = &text[found.end()..];
        return words(rest) <= 12 && !WHO_STANDS_WHERE.is_match(rest);
    }
    let Some(found) = PICTURE.find(text) else {
        return text.starts_with('©') && words(text) <= 10;
    };
    let rest = &text[found.end()..];
    words(rest) <= 8 && !WHO_STANDS_WHERE.is_match(rest) && !CAPTION_WORD.is_match(rest) && !rest.ends_with('.') && !rest.contains('–')
}

/// Words about a picture, with or without its source.
pub(super) fn is_caption(text: &str) -> bool {
    let text = squeeze(text);
    let length = text.chars().count();
    if is_credit(&text) || length > 600 {
        return false;
    }
    let opens = PICTURE.is_match(&text) || (CREDIT_ONLY.is_match(&text) && WHO_STANDS_WHERE.is_match(&text));
    opens || TRAILING_CREDIT.is_match(&text) || (length <= 160 && WHO_STANDS_WHERE.is_match(&text) && !ends_sentence(&text))
}

/// A teaser paragraph of a news list: it opens with a date in brackets.
pub(super) fn is_dated_teaser(text: &str) -> bool {
    DATED_TEASER.is_match(text)
}

/// A teaser line in the style of `> Titel` or `+++ Titel +++`; a sentence behind the sign is a quotation.
pub(super) fn is_marked_teaser(text: &str) -> bool {
    ["> ", ">> ", "» ", "+++"].iter().any(|sign| text.starts_with(sign)) && !ends_sentence(text)
}

/// The names of a byline: `Von Anna Beispiel und Karl Muster | 12.02.2021` gives `Anna Beispiel und Karl Muster`.
pub(super) fn byline(text: &str) -> Option<String> {
    static WITH_NAMES: LazyLock<Regex> = LazyLock::new(|| {
        let word = r"(?:\p{Lu}[\p{L}’'-]+|\p{Lu}\.)";
        let name = format!(r"{word}(?:\s(?:von|van|der|den|de|zu|zur|vom|zum|di|la|el|al)\b){{0,2}}(?:\s{word}){{1,3}}");
        Regex::new(&BYLINE.as_str().replace("NAME", &name)).expect("a constant pattern")
    });
    let text = squeeze(text);
    if text.chars().count() > 120 {
        return None;
    }
    WITH_NAMES.captures(&text).map(|c| c["names"].trim().to_owned())
}

/// A short line that may head a list of other articles from somewhere, `Mehr aus Waldstadt`, and may be a title of the article as
/// well: what stands below it decides.
pub(super) fn may_head_teasers(text: &str) -> bool {
    static HEAD: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?i:mehr|neues|neuigkeiten|aktuelles|kurz gemeldet|auch|heute|außerdem|weiteres)\s(?i:aus|in|für|von)(?:\s(?i:dem|der|den|und|am|an))?(?:\s[\p{L}-]+){1,4}\s?:?$")
            .expect("a constant pattern")
    });
    let core = core(text);
    core.chars().count() <= 60 && HEAD.is_match(&core)
}

/// Whether the text ends as a sentence does; an editor's sign behind it (`(ba)`) does not count.
pub(super) fn ends_sentence(text: &str) -> bool {
    const TAIL: usize = 20;
    let text = text.trim_end();
    let tail = text.char_indices().rev().nth(TAIL).map_or(text, |(at, _)| &text[at..]);
    SENTENCE_END.is_match(tail)
}

/// A heading between signs: `+++ Kurz notiert +++`.
pub(super) fn is_wrapped(text: &str) -> bool {
    ["+++", "***", "===", "---", ">>>"].iter().any(|sign| text.starts_with(sign) && text.len() > 2 * sign.len())
        && text.ends_with(['+', '*', '=', '-', '<'])
        && text.chars().any(char::is_alphabetic)
}

/// A line in capitals, of two words at least.
pub(super) fn is_shouted(text: &str) -> bool {
    let core = core(text);
    core.split_whitespace().count() >= 2 && !core.chars().any(char::is_lowercase)
}

/// An item of a numbered list: `2. Titel`.
pub(super) fn is_numbered(text: &str) -> bool {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^\d{1,2}[.)]\s\S").expect("a constant pattern"));
    NUMBER.is_match(text)
}

/// A line that opens with a bullet, a dash or a number.
pub(super) fn is_list_item(text: &str) -> bool {
    static MARKER: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^(?:[•‣▪◦·●■►▶✓*+–—-]|\(?\d{1,2}[.)]|\(?[a-z]\))\s+\S").expect("a constant pattern"));
    // "3. März 2021" and "7. Treffen" open sentences and headlines.
    static ORDINAL: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^\d{1,2}\.\s").expect("a constant pattern"));
    MARKER.is_match(text) && !ORDINAL.is_match(text)
}

#[cfg(test)]
mod tests;
