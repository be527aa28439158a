//! The branches of a pattern: what stands between its outermost bars.

use regex_syntax::ast::parse::Parser;
use regex_syntax::ast::{Ast, Span};

/// The branches of the expression `pattern`, in order; itself alone where it has none, cannot be
/// read, or sets a flag that holds from one branch to the next.
pub(super) fn branches(pattern: &str) -> Vec<String> {
    let read = Parser::new().parse(pattern);
    let Ok(Ast::Alternation(alternation)) = &read else { return vec![pattern.to_owned()] };
    let sets_flags = |branch: &Ast| match branch {
        Ast::Flags(_) => true,
        Ast::Concat(concat) => concat.asts.iter().any(|part| matches!(part, Ast::Flags(_))),
        _ => false,
    };
    if alternation.asts.iter().any(sets_flags) {
        return vec![pattern.to_owned()];
    }
    let text =
        |Span { start, end }: &Span| pattern.get(start.offset..end.offset).map(str::to_owned);
    let branches: Option<Vec<String>> =
        alternation.asts.iter().map(|branch| text(branch.span())).collect();
    branches.unwrap_or_else(|| vec![pattern.to_owned()])
}

#[cfg(test)]
mod tests {
    use super::branches;

    #[test]
    fn are_told_apart_at_the_outermost_bars_alone() {
        for (pattern, wanted) in [
            (
                r"a|b(?:c|d)|[|]\||\p{Lu}[^.]{0,3}",
                vec!["a", "b(?:c|d)", r"[|]\|", r"\p{Lu}[^.]{0,3}"],
            ),
            ("(?:a|b)c", vec!["(?:a|b)c"]),
            ("(?i)a|b", vec!["(?i)a|b"]),
            ("a|(?i:b|c)", vec!["a", "(?i:b|c)"]),
            ("é|ü", vec!["é", "ü"]),
            ("a|(", vec!["a|("]),
        ] {
            assert_eq!(branches(pattern), wanted, "{pattern}");
        }
    }
}
