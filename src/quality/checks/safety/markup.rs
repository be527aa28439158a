//! S1 to S3: raw HTML, active content, links to elsewhere.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use regex::Regex;

use super::hosts::Hosts;
use crate::quality::bytes;
use crate::quality::checks::lists::SOURCE;
use crate::quality::context::{Context, SectionView};
use crate::quality::findings::{Findings, Found};

/// What every address written out has in it: a scheme, or a path behind a domain.
static ADDRESS_MARKS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let marks = ["/", "www.", "mailto:", "tel:"];
    AhoCorasick::builder().ascii_case_insensitive(true).build(marks).ok()
});
static BARE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"(?i)(?-u:\b)(?:[a-z][a-z0-9+.-]{1,12}://|www\.|mailto:|tel:)[^\s<>|"”’)\]]+|(?-u:\b)(?:[a-z0-9-]{1,40}\.){1,3}(?:com|org|net|io|co|ly|gl|gle|me|tv|gov|edu|info|biz|app|shop|ai|dev|be|uk|de|fr|es|it|nl|in|eu|ee|to|so|page|site|online|store|link|bio|cc|gg|us|ca|au|nz|ie|at|ch|br|mx|jp|cn|ru|pl|se|no|dk|fi|pt|gr|cz|za|restaurant|cafe|agency|studio|blog|news|xyz|club|world|live|tech|cloud|health|education|ph|sg|hk|kr|id|th|tr|il|ae|ng|ke)/[^\s<>|"”’)\]]{2,}"#).ok()
});

static DEFINED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?m)^[ >]*\[[^\[\]\n]{1,60}\]:[ \t]*<?([A-Za-z][A-Za-z0-9+.-]{1,12}://[^\s<>]+)")
        .ok()
});

pub(super) fn raw_html(view: &SectionView<'_>, context: &Context<'_>, findings: &mut Findings) {
    for html in view.document.html.iter().take(200) {
        let breaks_a_line = html.in_cell && is_line_break(&html.text);
        if !breaks_a_line && !context.brief_has(html.text.trim()) {
            findings.add(Found::at(view, html.span.clone()));
        }
    }
}

/// `<br>`, `<br/>`, `<BR />`.
fn is_line_break(tag: &str) -> bool {
    let inner = tag.trim().trim_start_matches('<').trim_end_matches('>').trim_end_matches('/');
    inner.trim().eq_ignore_ascii_case("br")
}

pub(super) fn active_content(
    view: &SectionView<'_>,
    context: &Context<'_>,
    findings: &mut Findings,
) {
    for image in view.document.links.iter().filter(|link| link.image).take(100) {
        findings.add(Found::at(view, image.span.clone()).variant("image"));
    }
    for link in
        view.document.links.iter().filter(|link| !link.image && is_active(&link.url)).take(100)
    {
        findings.add(Found::at(view, link.span.clone()));
    }
    for found in SOURCE.active_content.find_in(view.haystack()).into_iter().take(100) {
        let text = view.markdown().get(found.range.clone()).unwrap_or_default();
        if !context.brief_has(text) {
            findings.add(Found::at(view, found.range));
        }
    }
}

/// Schemes that run or hold content; blanks and controls in them are ignored by browsers.
fn is_active(url: &str) -> bool {
    let scheme: String =
        url.chars().filter(|c| !c.is_whitespace() && !c.is_control()).take(12).collect();
    let scheme = scheme.to_ascii_lowercase();
    ["javascript:", "vbscript:", "data:", "file:", "blob:"].iter().any(|s| scheme.starts_with(s))
}

pub(super) fn foreign_links(
    view: &SectionView<'_>,
    context: &Context<'_>,
    findings: &mut Findings,
) {
    defined_links(view, context, findings);
    let marked = ADDRESS_MARKS.as_ref().is_none_or(|marks| marks.is_match(&view.prose.text));
    if view.document.links.is_empty() && !marked {
        return;
    }
    let bare = BARE.as_ref().filter(|_| marked).map(|p| p.find_iter(&view.prose.text));
    let bare = bare.into_iter().flatten().take(200);
    let hosts = Hosts::of(context);
    for link in
        view.document.links.iter().filter(|link| !link.image && !is_active(&link.url)).take(200)
    {
        if !hosts.allow(&link.url) {
            findings.add(Found::at(view, link.span.clone()).with("target", &link.url));
        }
    }
    for found in bare {
        let shown = found.as_str().trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_']);
        let bare = !shown.contains(':') || shown.find('/') < shown.find(':');
        let url = if bare { format!("https://{shown}") } else { shown.to_owned() };
        if !hosts.allow(&url) && !context.brief_has(shown) {
            let span = view.prose.span(&(found.start()..found.start() + shown.len()));
            findings.add(Found::at(view, span).with("target", shown));
        }
    }
}

/// Definitions of links that no text uses, `[^1]: https://…`: no reader sees them, their source does.
fn defined_links(view: &SectionView<'_>, context: &Context<'_>, findings: &mut Findings) {
    let text = &view.source.text;
    if !bytes::holds(text, "]:") {
        return;
    }
    let Some(pattern) = DEFINED.as_ref() else { return };
    let hosts = Hosts::of(context);
    for captures in pattern.captures_iter(text).take(100) {
        let Some(url) = captures.get(1) else { continue };
        let used = view.document.links.iter().any(|link| link.url == url.as_str());
        if !used && !hosts.allow(url.as_str()) && !context.brief_has(url.as_str()) {
            let found = Found::at(view, view.source.span(&url.range()));
            findings.add(found.with("target", url.as_str()));
        }
    }
}
