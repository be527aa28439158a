//! The few facts that may leave for a web search, and nothing else of the brief.

use serde_json::{Value, json};

use crate::domain::Brief;

/// Letters that a product category may have: its first clause, not the client's whole pitch.
const CATEGORY: usize = 120;

/// Industry, product category and place: what a question about the field may tell.
pub(super) fn of_field(brief: &Brief) -> Value {
    json!({
        "industry": brief.industry,
        "product_service": category(brief),
        "geography": brief.geography,
    })
}

/// The same with brand and named competitors: what a question about the brand may tell.
pub(super) fn of_brand(brief: &Brief) -> Value {
    json!({
        "brand_name": brief.brand_name,
        "industry": brief.industry,
        "product_service": category(brief),
        "geography": brief.geography,
        "competitors": brief.competitors,
    })
}

fn category(brief: &Brief) -> Option<String> {
    let product = brief.product_service.as_deref()?;
    let clause = product.split([':', ';', '.', '\n', '(', '–', '—']).next().unwrap_or(product);
    let short: String = clause.chars().take(CATEGORY).collect();
    let whole = short.len() == clause.len();
    let cut =
        if whole { short.as_str() } else { short.rsplit_once(' ').map_or("", |(head, _)| head) };
    let cut = cut.trim();
    (!cut.is_empty()).then(|| cut.to_owned())
}
