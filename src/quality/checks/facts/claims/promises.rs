//! F7: guarantees and superlatives.

use super::{Claim, add, claims, part_of, says};
use crate::quality::context::{Context, SectionView};
use crate::quality::document::BlockKind;
use crate::quality::findings::Findings;

pub(in super::super) fn check(
    view: &SectionView<'_>,
    context: &Context<'_>,
    findings: &mut Findings,
) {
    let brief = context.input.brief;
    let trades = [&brief.industry, &brief.product_service, &brief.business_type];
    let regulated = trades.into_iter().flatten().any(|text| says("regulated", text));
    for claim in claims(view, "guarantee") {
        let excused = is_denied(&claim) || claim.is_question() || is_off_limits(view, claim.block);
        if !excused && !context.brief_says(claim.text.trim()) {
            add(view, &claim, regulated.then_some("regulated"), findings);
        }
    }
}

fn is_denied(claim: &Claim<'_>) -> bool {
    let (before, vows) = (since_contrast(claim.clause_before()), says("vow", claim.text));
    let opening = claim.text.split_whitespace().next().unwrap_or_default();
    // `Never promise a rate` begins with its own denial; `no risk` does so too, and is a promise.
    let orders = matches!(opening, "Never" | "No" | "Not") && vows;
    orders
        || says("negated", before)
        || vows && says("conditional", before)
        || says("ruled_out", beyond_relative(claim.after()))
}

/// What `before` says since a contrast: `not frightened, only shown the` denies nothing.
fn since_contrast(before: &str) -> &str {
    let marks = [", only ", ", but ", ", just ", " but only "];
    let at = marks.iter().filter_map(|mark| before.rfind(mark).map(|at| at + mark.len())).max();
    at.and_then(|at| before.get(at..)).unwrap_or(before)
}

/// `after` without a relative clause at its start: `, which is not in doubt,` denies nothing.
fn beyond_relative(after: &str) -> &str {
    // A pattern may end with the first letter of a name.
    let rest = after.trim_start_matches(char::is_alphanumeric);
    let relative = [", which ", ", who ", ", where "].iter().find_map(|m| rest.strip_prefix(m));
    let Some(rest) = relative else { return after };
    rest.split_once(',').map_or("", |(_, rest)| rest)
}

/// Its heading, the line that opens its list or its column's title says that it is left out.
fn is_off_limits(view: &SectionView<'_>, block: usize) -> bool {
    let part = part_of(view, block);
    let heading = part.first().filter(|block| matches!(block.kind, BlockKind::Heading(_)));
    let blocks = &view.document.blocks;
    let opens = match blocks.get(block).map(|block| block.kind) {
        Some(BlockKind::ListItem) => {
            let before = blocks.get(..block).unwrap_or_default().iter().rev();
            before.into_iter().find(|block| block.kind != BlockKind::ListItem)
        }
        Some(BlockKind::Cell { table, column, .. }) => blocks.iter().find(|block| {
            matches!(block.kind, BlockKind::Cell { table: t, row: 0, column: c } if t == table && c == column)
        }),
        _ => None,
    };
    heading.into_iter().chain(opens).any(|block| says("off_limits", &block.text))
}
