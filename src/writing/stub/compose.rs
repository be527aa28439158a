//! A section put together: each part's lines expanded, then fitted to the words, bullets and
//! brand mentions that the pack asks for.

use super::facts::Facts;
use super::fit;
use super::grammar::{Entry, GRAMMAR, LineKind};
use super::piece::{Draft, Piece, piece};
use super::refused::Refused;
use super::scene::Scene;
use super::table;
use super::template::{Expansion, capital};
use super::vary;
use crate::domain::{BriefField, NumberDecl, PartAnswer, SectionAnswer};
use crate::packs::{PackSpec, PartKind, PartSpec, SectionSpec};

/// Writes the section `spec` of `pack` without what was `refused` of it.
pub fn section(
    facts: &Facts,
    pack: &PackSpec,
    spec: &SectionSpec,
    refused: &Refused,
) -> SectionAnswer {
    let seed = facts.seed.child(spec.id.as_str()).child("");
    let scene = Scene::new(facts, pack.key.as_str(), seed)
        .turning(turn(pack, spec))
        .without(refused)
        .with("section", spec.title.clone());
    let parts_before = (0..).skip(place(pack, spec));
    let mut parts: Vec<Draft> = spec
        .parts
        .iter()
        .zip(parts_before)
        .map(|(part, at)| draft(&scene, pack, spec, (part, at)))
        .collect();
    table::fill_calendar(&scene, pack, spec, &mut parts);
    fit::fit(&scene, pack, spec, &mut parts);
    refused.quote_missed(&mut parts);
    vary_product(facts, spec, &mut parts);
    vary::people(facts, &mut parts);
    answer(&scene, spec, parts)
}

/// Words from which on a product is named in full only once in a section, and only in sections
/// that are about it.
const LONG_PRODUCT: usize = 7;

/// Names the product in full twice in a section and by its short name after that.
fn vary_product(facts: &Facts, spec: &SectionSpec, parts: &mut [Draft]) {
    let (product, thing) = (facts.get("product"), facts.get("thing"));
    let whole = facts.get("product_full");
    let mut forms =
        vec![(product.to_owned(), thing.to_owned()), (capital(product), capital(thing))];
    forms.dedup_by(|opening, inside| opening.0 == inside.0);
    let same_number = facts.get("is") == facts.get("thing_is");
    if product == thing || thing.is_empty() || !same_number {
        return;
    }
    let long = product.split_whitespace().count() > LONG_PRODUCT;
    let about = spec.facts.contains(&BriefField::ProductService);
    let mut left = if long { usize::from(about) } else { 2 };
    for part in parts {
        let texts = part.pieces.iter_mut().filter(|piece| piece.on).map(|piece| &mut piece.text);
        for text in texts.chain(part.rows.iter_mut().flatten()) {
            // The offer in the client's own words stays whole.
            if whole.len() > product.len() && text.contains(whole) {
                left = left.saturating_sub(1);
                continue;
            }
            let times: usize =
                forms.iter().map(|(full, _)| text.matches(full.as_str()).count()).sum();
            if times > left {
                for (full, short) in &forms {
                    *text = text.replace(full.as_str(), short);
                }
            }
            left = left.saturating_sub(times);
        }
    }
}

/// Where a section begins in the lexicon's lists: the first and the last section of a pack, and
/// the message itself, share the report's main doubt and proof.
fn turn(pack: &PackSpec, spec: &SectionSpec) -> usize {
    let at = pack.sections.iter().position(|section| section.id == spec.id).unwrap_or(0);
    let id = spec.id.as_str();
    let shared =
        at == 0 || at + 1 == pack.sections.len() || id.contains("messag") || id.contains("core_");
    if shared { 0 } else { at }
}

/// How many parts the pack has before this section.
fn place(pack: &PackSpec, spec: &SectionSpec) -> usize {
    pack.sections.iter().take_while(|s| s.id != spec.id).map(|s| s.parts.len()).sum()
}

/// The note that stands for a section whose services are out of scope.
pub fn handover(facts: &Facts, pack: &PackSpec, spec: &SectionSpec) -> SectionAnswer {
    let seed = facts.seed.child(spec.id.as_str());
    let subject = spec.title.clone();
    let scene = Scene::new(facts, pack.key.as_str(), seed).with("section", subject);
    let sentences: Vec<String> =
        scene.pool("*", "(handover)").into_iter().map(|found| found.text).collect();
    let part = PartAnswer { markdown: sentences.join(" "), ..PartAnswer::default() };
    SectionAnswer {
        parts: vec![part],
        abstract_text: abstract_of(&scene, spec),
        done: true,
        ..SectionAnswer::default()
    }
}

/// A part, which is the `at`th of its pack.
fn draft(
    scene: &Scene<'_>,
    pack: &PackSpec,
    spec: &SectionSpec,
    (part, at): (&PartSpec, usize),
) -> Draft {
    let mut scene = scene.with("heading", part.heading.to_lowercase());
    let entry = GRAMMAR.part(pack.key.as_str(), spec.id.as_str(), &part.heading);
    let known = entry.is_some();
    if !known {
        scene = scene.spreading(at);
    }
    let entry = entry.or_else(|| GRAMMAR.find(pack.key.as_str(), "*", kind_key(part)));
    let mut draft = Draft { heading: heading(&scene, spec, part), ..Draft::default() };
    if let Some(entry) = entry {
        let label = if known { part.heading.as_str() } else { kind_key(part) };
        draft.pieces = pieces(&scene, entry, label);
    }
    if part.kind == PartKind::Table {
        table::fill(&scene, part, entry.filter(|_| known), &mut draft);
    }
    draft
}

fn kind_key(part: &PartSpec) -> &'static str {
    match (part.kind, part.heading.is_empty()) {
        (_, true) => "(lead)",
        (PartKind::Text, _) => "(text)",
        (PartKind::Table, _) => "(table)",
    }
}

/// The pack's heading, with a name after it where the grammar has one (`Phase 1: …`).
fn heading(scene: &Scene<'_>, spec: &SectionSpec, part: &PartSpec) -> String {
    let key = format!("(heading) {}", part.heading.to_lowercase());
    scene.one(spec.id.as_str(), &key).map_or_else(|| part.heading.clone(), |found| found.text)
}

fn pieces(scene: &Scene<'_>, entry: &Entry, heading: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let (mut named, naming) = (Named::default(), scene.naming());
    for (at, line) in entry.lines.iter().enumerate() {
        let scene = if named.are_few() { &naming } else { scene };
        let of_line = |cell: Expansion| {
            let mut piece = piece(line.kind, cell);
            (piece.extra, piece.on) = (line.extra, !line.extra);
            piece
        };
        match line.kind {
            LineKind::Row => {}
            LineKind::Break => pieces.push(of_line(Expansion::default())),
            LineKind::Sentence | LineKind::Bullet => {
                for cells in scene.expand(line, &format!("{heading}{at}")) {
                    named.count(scene, &cells);
                    pieces.extend(cells.into_iter().map(of_line));
                }
            }
        }
    }
    pieces
}

/// How many pieces of a part say something about this client.
#[derive(Default)]
struct Named {
    all: usize,
    named: usize,
}

impl Named {
    /// Whether fewer than two in five do.
    fn are_few(&self) -> bool {
        self.named * 5 < self.all * 2
    }

    fn count(&mut self, scene: &Scene<'_>, cells: &[Expansion]) {
        self.all += 1;
        self.named += usize::from(cells.iter().any(|cell| scene.facts.names_client(&cell.text)));
    }
}

fn answer(scene: &Scene<'_>, spec: &SectionSpec, parts: Vec<Draft>) -> SectionAnswer {
    let mut numbers: Vec<NumberDecl> = Vec::new();
    let mut answers = Vec::with_capacity(parts.len());
    for part in parts {
        let used = part.pieces.iter().filter(|piece| piece.on).flat_map(|piece| &piece.numbers);
        for number in used.chain(&part.numbers) {
            if !numbers.contains(number) {
                numbers.push(number.clone());
            }
        }
        answers.push(PartAnswer {
            markdown: markdown(&part.pieces),
            heading: part.heading,
            rows: part.rows,
        });
    }
    SectionAnswer { parts: answers, numbers, abstract_text: abstract_of(scene, spec), done: true }
}

fn abstract_of(scene: &Scene<'_>, spec: &SectionSpec) -> String {
    let own = scene.pool(spec.id.as_str(), "(abstract)");
    let found = if own.is_empty() { scene.pool("*", "(abstract)") } else { own };
    found.into_iter().take(2).map(|e| e.text).collect::<Vec<_>>().join(" ")
}

/// The pieces in use as Markdown: paragraphs and lists.
pub fn markdown(pieces: &[Piece]) -> String {
    let mut out = String::new();
    let mut last = LineKind::Break;
    for piece in pieces {
        if piece.kind == LineKind::Break {
            if last != LineKind::Bullet {
                last = LineKind::Break;
            }
            continue;
        }
        if !piece.on || piece.text.is_empty() {
            continue;
        }
        let joint = match (last, piece.kind) {
            _ if out.is_empty() => "",
            (LineKind::Sentence, LineKind::Sentence) => " ",
            (LineKind::Bullet, LineKind::Bullet) => "\n",
            _ => "\n\n",
        };
        out.push_str(joint);
        if piece.kind == LineKind::Bullet {
            out.push_str("- ");
        }
        out.push_str(&piece.text);
        last = piece.kind;
    }
    out
}
