//! Which language a text is in: only long texts, only among languages that can be meant, only
//! when it is sure.

use std::sync::LazyLock;

use foldhash::{HashMap, HashSet};
use serde::Deserialize;
use whatlang::{Detector, Lang, Script};

use super::tokens::Tokens;
use super::word_map::WordMap;

#[derive(Debug, Default, Clone, Deserialize)]
struct Words {
    words: HashSet<String>,
    doubled: HashSet<String>,
}

static WORDS: LazyLock<HashMap<String, Words>> = LazyLock::new(|| {
    crate::embedded::toml("function_words.toml", include_str!("rules/function_words.toml"))
});

const LATIN: [(&str, Lang); 17] = [
    ("en", Lang::Eng),
    ("de", Lang::Deu),
    ("fr", Lang::Fra),
    ("es", Lang::Spa),
    ("pt", Lang::Por),
    ("it", Lang::Ita),
    ("nl", Lang::Nld),
    ("ca", Lang::Cat),
    ("da", Lang::Dan),
    ("sv", Lang::Swe),
    ("nb", Lang::Nob),
    ("pl", Lang::Pol),
    ("fi", Lang::Fin),
    ("cs", Lang::Ces),
    ("ro", Lang::Ron),
    ("hu", Lang::Hun),
    ("tr", Lang::Tur),
];

/// How many of them, from the first, are told apart from each other; the others only from those.
const APART: usize = 7;

/// Whether `word` is never doubled in `language` but by a slip.
#[must_use]
pub fn is_never_doubled(language: &str, word: &str) -> bool {
    WORDS.get(language).is_some_and(|words| words.doubled.contains(word))
}

/// For each function word the languages that have it, as bits in the order of [`LATIN`].
static FUNCTION_WORDS: LazyLock<WordMap<u32>> = LazyLock::new(|| {
    let mut bits: WordMap<u32> = WordMap::default();
    for (at, (tag, _)) in LATIN.iter().enumerate() {
        for word in WORDS.get(*tag).into_iter().flat_map(|words| &words.words) {
            *bits.entry(word.clone()) |= 1 << at;
        }
    }
    bits
});

/// The share of function words of each language of [`LATIN`] in `tokens`.
fn function_shares(tokens: &Tokens) -> [f64; LATIN.len()] {
    let mut hits = [0u32; LATIN.len()];
    for bits in tokens.list.iter().filter_map(|token| FUNCTION_WORDS.of(token)) {
        for (at, count) in hits.iter_mut().enumerate() {
            *count += bits >> at & 1;
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "word counts are small")]
    let all = tokens.list.len().max(1) as f64;
    hits.map(|count| f64::from(count) / all)
}

/// The least share of function words by which a text is taken for a language.
const TELLING: f64 = 0.15;
/// How many times the share of the next language it must be.
const CLEARLY: f64 = 1.5;

/// The share of function words that the least wordy text of a language has.
const HARDLY: f64 = 0.06;
/// How sure the look at letters must be where no word tells the language.
const SURELY: f64 = 0.9;

/// Whether the letters of a text that is no list are those of a language without words here.
fn is_strange(expected: &str, tokens: &Tokens) -> bool {
    let commas = tokens.text.matches([',', ';', '|', '/', '#']).count();
    let known = LATIN.iter().find(|(tag, _)| *tag == expected).map(|(_, lang)| *lang);
    commas * 5 < tokens.list.len()
        && whatlang::detect(&tokens.text)
            .is_some_and(|info| Some(info.lang()) != known && info.confidence() >= SURELY)
}

/// The language of `text` when it is long and plain enough to say, as a primary subtag.
#[must_use]
pub fn guess(text: &str) -> Option<&'static str> {
    if let Some(tag) = by_script(text) {
        return Some(tag);
    }
    let tokens = Tokens::of(text);
    if tokens.list.len() < 6 {
        return None;
    }
    let tags = LATIN.iter().map(|(tag, _)| *tag);
    let shares = tags.zip(function_shares(&tokens)).take(APART);
    let mut shares: Vec<(&str, f64)> = shares.collect();
    shares.sort_by(|a, b| b.1.total_cmp(&a.1));
    match shares.as_slice() {
        [(tag, best), (_, next), ..] if *best >= TELLING && *best >= next * CLEARLY => Some(tag),
        _ => None,
    }
}

/// Scripts that tell the language by themselves.
fn by_script(text: &str) -> Option<&'static str> {
    if text.chars().all(is_latin_or_common) {
        return None;
    }
    match whatlang::detect_script(text)? {
        Script::Hiragana | Script::Katakana => Some("ja"),
        Script::Mandarin if text.contains(|c: char| ('\u{3040}'..='\u{30FF}').contains(&c)) => {
            Some("ja")
        }
        Script::Mandarin => Some("zh"),
        Script::Devanagari => Some("hi"),
        Script::Hangul => Some("ko"),
        Script::Cyrillic => Some("ru"),
        Script::Arabic => Some("ar"),
        Script::Greek => Some("el"),
        Script::Hebrew => Some("he"),
        Script::Thai => Some("th"),
        _ => None,
    }
}

/// Latin letters, marks, punctuation and symbols: none of them tells another script.
fn is_latin_or_common(c: char) -> bool {
    matches!(c, '\0'..='\u{36F}' | '\u{1E00}'..='\u{1EFF}' | '\u{2000}'..='\u{2BFF}')
}

/// The language that the text of `tokens` is in when it surely is not `expected`.
#[must_use]
pub fn other_than(expected: &str, tokens: &Tokens, confidence: f64) -> Option<&'static str> {
    let text = &*tokens.text;
    let known = LATIN.iter().position(|(tag, _)| *tag == expected);
    if let Some(script) = by_script(text) {
        let same =
            script == expected || script == "zh" && expected == "ja" || is_family(script, expected);
        return (!same).then_some(script);
    }
    let latin = known.is_some() || !is_other_script(expected);
    if !latin {
        return guess(text).or(Some("another script"));
    }
    let shares = function_shares(tokens);
    if let Some(known) = known {
        let own = shares.get(known).copied().unwrap_or(0.0);
        let speaks = |share: f64| share >= TELLING && share > own * CLEARLY;
        if !shares.iter().any(|share| speaks(*share)) {
            return (own < HARDLY && is_strange(expected, tokens)).then_some("another language");
        }
        let allowed = LATIN.iter().map(|(_, lang)| *lang).collect();
        let info = Detector::with_allowlist(allowed).detect(text)?;
        let best = LATIN.iter().zip(shares).max_by(|(_, a), (_, b)| a.total_cmp(b));
        let ((tag, lang), share) = best?;
        let seems = info.lang() == *lang && info.confidence() >= confidence;
        let own_lang = LATIN.get(known).is_some_and(|(_, lang)| *lang == info.lang());
        let times = if own_lang { 3.0 } else { 2.0 };
        let sure = seems || share > times * own;
        return (*tag != expected && sure && speaks(share)).then_some(*tag);
    }
    let share_of = |tag: &str| {
        let at = LATIN.iter().position(|(known, _)| *known == tag);
        at.and_then(|at| shares.get(at)).copied().unwrap_or(0.0)
    };
    guess(text).filter(|tag| *tag != expected && share_of(tag) > 0.25)
}

fn is_other_script(tag: &str) -> bool {
    matches!(
        tag,
        "hi" | "ja"
            | "zh"
            | "ko"
            | "ru"
            | "ar"
            | "el"
            | "he"
            | "th"
            | "uk"
            | "bg"
            | "mr"
            | "ne"
            | "fa"
            | "ur"
            | "sr"
            | "mk"
            | "be"
            | "bn"
            | "ta"
            | "te"
            | "gu"
            | "kn"
            | "ml"
            | "pa"
            | "ka"
            | "hy"
            | "am"
            | "my"
            | "km"
            | "lo"
            | "si"
            | "yue"
    )
}

/// Languages that share a script which we name by its commonest one.
fn is_family(script: &str, expected: &str) -> bool {
    match script {
        "hi" => matches!(expected, "mr" | "ne" | "sa"),
        "ru" => matches!(expected, "uk" | "bg" | "sr" | "mk" | "be" | "kk" | "mn" | "ky"),
        "ar" => matches!(expected, "fa" | "ur" | "ps" | "ckb"),
        "zh" => matches!(expected, "yue" | "ja"),
        "he" => expected == "yi",
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{guess, other_than};
    use crate::quality::tokens::Tokens;

    const EN: &str = "The plan begins with the people who already know the shop, and it asks each of them for one small thing in the first week of the month.";
    const DE: &str = "Der Plan beginnt mit den Menschen, die den Laden schon kennen, und bittet jeden von ihnen in der ersten Woche um eine kleine Sache.";
    const ES: &str = "El plan empieza con las personas que ya conocen la tienda y pide a cada una de ellas una pequeña cosa en la primera semana del mes.";
    const FR: &str = "Le plan commence avec les personnes qui connaissent déjà la boutique et demande à chacune une petite chose dans la première semaine du mois.";
    const HI: &str =
        "योजना उन लोगों से शुरू होती है जो दुकान को पहले से जानते हैं और हर एक से एक छोटी चीज़ माँगती है।";
    const JA: &str = "この計画は、すでに店を知っている人々から始まり、最初の週に一人一人に小さなことをお願いします。";

    #[test]
    fn tells_languages_apart() {
        let texts = [("en", EN), ("de", DE), ("es", ES), ("fr", FR), ("hi", HI), ("ja", JA)];
        for (own, text) in texts {
            for (expected, _) in texts {
                assert_eq!(
                    other_than(expected, &Tokens::of(text), 0.85).is_some(),
                    own != expected,
                    "{own} as {expected}"
                );
            }
            assert_eq!(guess(text), Some(own));
        }
    }

    #[test]
    fn knows_a_strange_language_from_a_list_of_names() {
        for text in [
            "Två andra mått finns i den egna butiken, och båda är gratis att jämföra varje månad.",
            "Cada classe s’omple quan algú explica com és la sala, i per això mostrem primer la porta.",
            "Hver klasse bliver fyldt, når nogen fortæller om rummet, og derfor viser vi først døren.",
            "Każde zajęcia zapełniają się, gdy ktoś opowie, jak wygląda sala, a potem przyjdą ludzie.",
            "Setiap kelas penuh ketika seseorang bercerita tentang ruangannya, jadi kami menunjukkan pintunya dulu kepada mereka.",
        ] {
            for expected in ["en", "de", "es"] {
                assert!(
                    other_than(expected, &Tokens::of(text), 0.85).is_some(),
                    "{expected} {text}"
                );
            }
        }
        for (expected, text) in [
            (
                "en",
                "Instagram, TikTok, Facebook, e-mail, door, desk, Southside, North Shore, Monday, noon.",
            ),
            (
                "no",
                "Hver time fylles når noen forteller hvordan rommet ser ut, og derfor viser vi først døra.",
            ),
            (
                "da",
                "Hver klasse bliver fyldt, når nogen fortæller om rummet, og derfor viser vi først døren.",
            ),
            (
                "sk",
                "Každá hodina sa naplní, keď niekto povie, ako vyzerá sála, a preto najprv ukážeme dvere.",
            ),
        ] {
            assert_eq!(other_than(expected, &Tokens::of(text), 0.85), None, "{expected} {text}");
        }
    }
}
