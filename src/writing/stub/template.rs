//! One phrasing of the grammar: text with slots, inline choices and declared numbers.
//!
//! | written | means |
//! |---|---|
//! | `{name}` | the value of a slot; without one the phrasing cannot be used |
//! | `{^name}` | the same with a capital first letter |
//! | `{a name}` | the same with `a` or `an` before it |
//! | `{?name}` `{!name}` | nothing, but the slot must have / must not have a value |
//! | `{=20% target}` | a number of ours, declared as `target` or `assumption` |
//! | `{tag:first_name}` | the merge tag `{{first_name}}` |
//! | `[this\|that]` | one of them |

use super::seed::Dice;
use crate::domain::{NumberDecl, NumberKind};

/// Values of slots.
pub trait Slots {
    /// The value of the slot `name`.
    fn slot(&self, name: &str) -> Option<&str>;
}

/// A parsed phrasing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Template {
    tokens: Vec<Token>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Text(String),
    Slot { name: String, article: bool, capital: bool },
    Number { value: String, kind: NumberKind },
    Tag(String),
    Needs(String),
    Lacks(String),
    Choice(Vec<Template>),
}

/// What a phrasing became.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Expansion {
    /// The text.
    pub text: String,
    /// Numbers of ours in it.
    pub numbers: Vec<NumberDecl>,
}

impl Template {
    /// Parses one phrasing; an open bracket or brace is taken as text.
    pub fn parse(source: &str) -> Self {
        let mut rest = source;
        let mut tokens = Vec::new();
        while let Some(at) = rest.find(['{', '[']) {
            let (before, tail) = rest.split_at(at);
            push_text(&mut tokens, before);
            let parsed = if tail.starts_with('{') { parse_slot(tail) } else { parse_choice(tail) };
            if let Some((token, after)) = parsed {
                tokens.push(token);
                rest = after;
            } else {
                let mut chars = tail.chars();
                push_text(&mut tokens, chars.next().map(String::from).as_deref().unwrap_or(""));
                rest = chars.as_str();
            }
        }
        push_text(&mut tokens, rest);
        Self { tokens }
    }

    /// Fills the slots; `None` where a slot without a value is needed.
    pub fn expand(&self, slots: &dyn Slots, dice: &mut Dice) -> Option<Expansion> {
        let mut out = Expansion::default();
        self.write(slots, dice, &mut out).then_some(out)
    }

    /// How many texts it can become, slots aside.
    #[cfg(test)]
    pub fn ways(&self) -> usize {
        let ways = |token: &Token| match token {
            Token::Choice(ways) => ways.iter().map(Self::ways).sum(),
            _ => 1,
        };
        self.tokens.iter().map(ways).product()
    }

    fn write(&self, slots: &dyn Slots, dice: &mut Dice, out: &mut Expansion) -> bool {
        self.tokens.iter().all(|token| token.write(slots, dice, out))
    }
}

impl Token {
    fn write(&self, slots: &dyn Slots, dice: &mut Dice, out: &mut Expansion) -> bool {
        match self {
            Self::Text(text) => out.text.push_str(text),
            Self::Needs(name) => return slots.slot(name).is_some(),
            Self::Lacks(name) => return slots.slot(name).is_none(),
            Self::Slot { name, article, capital } => {
                let Some(value) = slots.slot(name) else { return false };
                if *article {
                    out.text.push_str(article_for(value));
                    out.text.push(' ');
                }
                if *capital { push_capital(&mut out.text, value) } else { out.text.push_str(value) }
            }
            Self::Number { value, kind } => {
                out.text.push_str(value);
                out.numbers.push(NumberDecl { value: value.clone(), kind: *kind, reference: None });
            }
            Self::Tag(name) => {
                out.text.push_str("{{");
                out.text.push_str(name);
                out.text.push_str("}}");
            }
            Self::Choice(ways) => return write_choice(ways, slots, dice, out),
        }
        true
    }
}

fn write_choice(
    ways: &[Template],
    slots: &dyn Slots,
    dice: &mut Dice,
    out: &mut Expansion,
) -> bool {
    let first = dice.below(ways.len());
    ways.iter().cycle().skip(first).take(ways.len()).any(|way| {
        let (text, numbers) = (out.text.len(), out.numbers.len());
        let done = way.write(slots, dice, out);
        if !done {
            out.text.truncate(text);
            out.numbers.truncate(numbers);
        }
        done
    })
}

fn push_text(tokens: &mut Vec<Token>, text: &str) {
    if text.is_empty() {
        return;
    }
    if let Some(Token::Text(last)) = tokens.last_mut() {
        last.push_str(text);
    } else {
        tokens.push(Token::Text(text.to_owned()));
    }
}

fn parse_slot(tail: &str) -> Option<(Token, &str)> {
    let (inside, after) = tail.strip_prefix('{')?.split_once('}')?;
    let slot = |name: &str, article, capital| {
        let name = name.trim().to_owned();
        Token::Slot { name, article, capital }
    };
    let token = if let Some(name) = inside.strip_prefix('?') {
        Token::Needs(name.to_owned())
    } else if let Some(name) = inside.strip_prefix('!') {
        Token::Lacks(name.to_owned())
    } else if let Some(name) = inside.strip_prefix('^') {
        slot(name, false, true)
    } else if let Some(name) = inside.strip_prefix("a ") {
        slot(name, true, false)
    } else if let Some(name) = inside.strip_prefix("tag:") {
        Token::Tag(name.to_owned())
    } else if let Some(number) = inside.strip_prefix('=') {
        let (value, kind) = number.rsplit_once(' ')?;
        let kind = if kind == "assumption" { NumberKind::Assumption } else { NumberKind::Target };
        Token::Number { value: value.to_owned(), kind }
    } else {
        slot(inside, false, false)
    };
    Some((token, after))
}

/// Reads `[a|b]`; choices and slots may stand inside.
fn parse_choice(tail: &str) -> Option<(Token, &str)> {
    let mut depth = 0usize;
    let mut ways = Vec::new();
    let mut start = 1;
    for (at, c) in tail.char_indices() {
        match c {
            '[' => depth += 1,
            '|' if depth == 1 => {
                ways.push(Template::parse(tail.get(start..at)?));
                start = at + 1;
            }
            ']' => {
                depth -= 1;
                if depth == 0 {
                    ways.push(Template::parse(tail.get(start..at)?));
                    return Some((Token::Choice(ways), tail.get(at + 1..)?));
                }
            }
            _ => {}
        }
    }
    None
}

/// `a` or `an`, by the sound that the word probably begins with.
pub fn article_for(word: &str) -> &'static str {
    let lower = word.to_lowercase();
    let silent = ["hour", "honest", "heir", "honour"].iter().any(|w| lower.starts_with(w));
    let hard =
        ["uni", "use", "usu", "uk", "us ", "eu", "one", "ut"].iter().any(|w| lower.starts_with(w));
    let spelled = ["8", "11", "18"].iter().any(|n| lower.starts_with(n));
    let open = lower.starts_with(['a', 'e', 'i', 'o', 'u', 'é', 'á', 'ä', 'ö']);
    let letters: String = word.chars().take_while(|c| c.is_alphanumeric()).collect();
    let acronym = letters.len() > 1 && letters.chars().all(char::is_uppercase);
    let acronym_an = acronym && letters.starts_with(['F', 'H', 'L', 'M', 'N', 'R', 'S', 'X']);
    if acronym_an || silent || spelled || (open && !hard) { "an" } else { "a" }
}

/// Appends `value` with its first letter in upper case.
pub fn push_capital(out: &mut String, value: &str) {
    let mut chars = value.chars();
    if let Some(first) = chars.next() {
        out.extend(first.to_uppercase());
        out.push_str(chars.as_str());
    }
}

/// `text` with its first letter in upper case.
pub fn capital(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_capital(&mut out, text);
    out
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::{Slots, Template, article_for};
    use crate::writing::stub::seed::Seed;

    impl Slots for HashMap<&str, &str> {
        fn slot(&self, name: &str) -> Option<&str> {
            self.get(name).copied()
        }
    }

    #[test]
    fn fills_chooses_and_declares() {
        let slots = HashMap::from([("brand", "Arc"), ("thing", "hour")]);
        let expand = |text: &str| {
            Template::parse(text).expand(&slots, &mut Seed::of(&["x"]).dice()).map(|e| e.text)
        };
        for (source, wanted) in [
            ("{brand} in {a thing}", Some("Arc in an hour")),
            ("{^thing}s", Some("Hours")),
            ("{gone}", None),
            ("{?gone}x", None),
            ("{!gone}x", Some("x")),
            ("[{gone}|b]", Some("b")),
            ("[{gone}|[c{nope}|{brand}]]!", Some("Arc!")),
            ("Hello {tag:first_name}", Some("Hello {{first_name}}")),
            ("open [ and {", Some("open [ and {")),
        ] {
            assert_eq!(expand(source).as_deref(), wanted, "{source}");
        }
        let declared =
            Template::parse("up {=20% target}").expand(&slots, &mut Seed::of(&[]).dice());
        assert_eq!(declared.map(|e| (e.text, e.numbers.len())), Some(("up 20%".into(), 1)));
    }

    #[test]
    fn articles_follow_the_sound() {
        for (word, wanted) in [
            ("offer", "an"),
            ("user", "a"),
            ("hour", "an"),
            ("SMS", "an"),
            ("UK firm", "a"),
            ("class", "a"),
            ("8-week plan", "an"),
            ("one-off", "a"),
        ] {
            assert_eq!(article_for(word), wanted, "{word}");
        }
    }
}
