//! T1: the outline.

use foldhash::{HashSet, HashSetExt as _};

use crate::quality::context::{Context, SectionView};
use crate::quality::document::{Block, BlockKind};
use crate::quality::findings::{Findings, Found};
use crate::quality::fold::fold;

pub(super) fn check(view: &SectionView<'_>, context: &Context<'_>, findings: &mut Findings) {
    let blocks = &view.document.blocks;
    titles(view, context, findings);
    let mut path: Vec<(u8, HashSet<String>)> = vec![(0, HashSet::new())];
    let mut before: Option<u8> = None;
    for (at, block) in blocks.iter().enumerate() {
        let BlockKind::Heading(level) = block.kind else { continue };
        if level == 1 && is_brand(&block.text, context) {
            continue;
        }
        if let Some(last) = before.filter(|last| level > last + 1) {
            let found = place(view, block).with("actual", format!("level {level} after {last}"));
            findings.add(found);
        }
        before = Some(level);
        if is_empty(blocks, at, level) || block.text.trim().is_empty() {
            findings.add(place(view, block).variant("empty"));
        }
        while path.last().is_some_and(|(depth, _)| *depth >= level) && path.len() > 1 {
            path.pop();
        }
        let twice = path
            .last_mut()
            .is_some_and(|(_, names)| !names.insert(format!("{level}{}", fold(&block.text))));
        if twice {
            findings.add(place(view, block).variant("twice"));
        }
        path.push((level, HashSet::new()));
    }
}

/// Titles of level 1 inside a section, beside its own title of level 2. A brand such as `# Hash` at
/// the start of a line is none.
fn titles(view: &SectionView<'_>, context: &Context<'_>, findings: &mut Findings) {
    let headings = || view.document.headings();
    let own = usize::from(headings().next().is_some_and(|(level, _)| level == 1));
    let titled = headings().any(|(level, _)| level == 2);
    for (level, block) in headings().skip(usize::from(own == 1 && !titled)) {
        if level == 1 && !is_brand(&block.text, context) {
            findings.add(place(view, block).variant("title").with("count", own + 1));
        }
    }
}

/// A line that begins with a brand such as `# Hash`.
fn is_brand(heading: &str, context: &Context<'_>) -> bool {
    let brand = context.input.brief.brand_name.strip_prefix('#').map(fold);
    brand.is_some_and(|name| !name.is_empty() && fold(heading).starts_with(name.as_str()))
}

fn place<'v>(view: &'v SectionView<'v>, block: &Block) -> Found<'v> {
    Found::at(view, block.span.clone()).excerpt(block.text.trim())
}

/// Nothing before the next heading of the same level or above.
fn is_empty(blocks: &[Block], at: usize, level: u8) -> bool {
    match blocks.get(at + 1).map(|next| next.kind) {
        None => true,
        Some(BlockKind::Heading(next)) => next <= level && next > 1,
        Some(_) => false,
    }
}

pub(super) fn check_report(context: &Context<'_>, findings: &mut Findings) {
    let mut titles = usize::from(!context.input.title.trim().is_empty());
    let mut sections: HashSet<String> = HashSet::new();
    for view in &context.sections {
        for (level, block) in view.document.headings() {
            if level == 1 {
                titles += 1;
                if titles > 1 {
                    findings.add(place(view, block).variant("title").with("count", titles));
                }
            }
            if level == 2 && !sections.insert(fold(&block.text)) {
                findings.add(place(view, block).variant("twice"));
            }
        }
    }
    if titles == 0 && !context.sections.is_empty() {
        findings.add(Found::in_report().variant("title").with("count", titles));
    }
}

#[cfg(test)]
mod tests {
    use crate::quality::testkit::{Kit, table};

    #[test]
    fn t1() {
        table(
            "T1",
            &[
                "## A\n\n#### B\n\nText.",
                "## A\n\nText.\n\n### B\n\n### C\n\nText.",
                "## A\n\n### B\n\nText.\n\n### B\n\nMore.",
                "## A\n\nText.\n\n### B",
                "## A\n\nText.\n\n###\n\nText.",
                "## A\n\n### B\n\nText.\n\n##### C\n\nText.",
                "## A\n\n### b\n\nText.\n\n### B\n\nMore.",
                "# Report\n\n## A\n\nText.",
                "## A\n\n### B\n\nText.\n\n# The End\n\nText.",
                "# A\n\nText.\n\n# B\n\nText.",
            ],
            &[
                "## A\n\n### B\n\nText.",
                "## A\n\n### B\n\n#### C\n\nText.\n\n### D\n\nText.",
                "## A\n\n### A\n\nText.",
                "## A\n\n### B\n\n#### C\n\nText.\n\n### D\n\n#### C\n\nText.",
                "## A\n\nText.\n\n### B\n\n| a | b |\n|---|---|\n| c | d |\n| e | f |",
                "## A\n\n```\n#### code\n```\n",
            ],
        );
        let mut two = Kit::report(&[("a", "A", "# A\n\nText.")]);
        two.must_find("T1");
        two.title.clear();
        two.must_pass("T1");
    }
}
