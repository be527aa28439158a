//! Bytes of a text looked at many at once, where nearly all of them are of no interest.

/// Bytes that are looked at together.
const TOGETHER: usize = 16;
/// Bytes of a [`Window`] beside its edges.
const WIDE: usize = 64;

/// Bytes that are sooner looked at one by one than in windows.
pub(super) const FEW: usize = 48;

/// A part of a text between the byte before it and the one after; 0 where there is none.
pub(super) type Window = [u8; WIDE + 2];

/// Where the first byte of `bytes` stands for which `holds`.
#[must_use]
pub(crate) fn position(bytes: &[u8], holds: impl Fn(u8) -> bool) -> Option<usize> {
    let any = |chunk: &[u8]| chunk.iter().fold(false, |any, byte| any | holds(*byte));
    let skipped = bytes.chunks_exact(TOGETHER).take_while(|chunk| !any(chunk)).count() * TOGETHER;
    let rest = bytes.get(skipped..).unwrap_or_default();
    rest.iter().position(|byte| holds(*byte)).map(|at| skipped + at)
}

/// Places of all bytes of `bytes` for which `holds`, in order.
pub(super) fn positions(bytes: &[u8], holds: impl Fn(u8) -> bool) -> impl Iterator<Item = usize> {
    let mut next = 0;
    std::iter::from_fn(move || {
        let at = next + position(bytes.get(next..)?, &holds)?;
        next = at + 1;
        Some(at)
    })
}

/// Where `wanted` stands in `text`, place by place, apart from each other.
pub(super) fn places<'t>(text: &'t str, wanted: &'t str) -> impl Iterator<Item = usize> + 't {
    let mut next = 0;
    std::iter::from_fn(move || {
        let at = next + memchr::memmem::find(text.as_bytes().get(next..)?, wanted.as_bytes())?;
        next = at + wanted.len().max(1);
        Some(at)
    })
}

/// Whether `wanted` stands in `text`.
#[must_use]
pub(crate) fn holds(text: &str, wanted: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), wanted.as_bytes()).is_some()
}

/// Whether one of `wanted` stands in `text`.
#[must_use]
pub(super) fn holds_any<const N: usize>(text: &str, wanted: [char; N]) -> bool {
    let firsts = wanted.map(|c| {
        let mut bytes = [0; 4];
        c.encode_utf8(&mut bytes);
        bytes[0]
    });
    let may_begin = |byte: u8| firsts.contains(&byte);
    positions(text.as_bytes(), may_begin)
        .any(|at| text.get(at..).is_some_and(|rest| rest.starts_with(wanted)))
}

/// All of `bytes` in windows, to be looked at without regard to where they end.
pub(super) fn windows(bytes: &[u8]) -> impl Iterator<Item = Window> + '_ {
    (0..bytes.len()).step_by(WIDE).map(|start| {
        let mut window = [0; WIDE + 2];
        let from = start.saturating_sub(1);
        let shown = bytes.get(from..bytes.len().min(start + WIDE + 1)).unwrap_or_default();
        let first = usize::from(start == 0);
        if let Some(place) = window.get_mut(first..first + shown.len()) {
            place.copy_from_slice(shown);
        }
        window
    })
}

/// How many bytes of `bytes` there are for which `holds`, each told with the ones before and after
/// it; it must not hold for 0.
#[must_use]
pub(crate) fn count(bytes: &[u8], holds: impl Fn(u8, u8, u8) -> bool) -> usize {
    if bytes.len() <= FEW {
        return count_few(bytes, holds);
    }
    let few = |window: Window| {
        window
            .array_windows()
            .fold(0_u8, |sum, [before, here, after]| sum + u8::from(holds(*before, *here, *after)))
    };
    windows(bytes).map(|window| usize::from(few(window))).sum()
}

/// The same, byte by byte.
fn count_few(bytes: &[u8], holds: impl Fn(u8, u8, u8) -> bool) -> usize {
    let afters = bytes.iter().skip(1).chain([&0]);
    let mut before = 0;
    let held = bytes.iter().zip(afters).filter(|(here, after)| {
        let held = holds(before, **here, **after);
        before = **here;
        held
    });
    held.count()
}

/// The most bytes in a row of `bytes` for which `ends` does not hold, or `known` where there are
/// no more than that. Most bytes are jumped over.
#[must_use]
pub(super) fn longest_run(bytes: &[u8], known: usize, ends: impl Fn(u8) -> bool) -> usize {
    let mut longest = known;
    // Nothing ends in `start..clear`.
    let (mut start, mut clear) = (0, 0);
    while let Some(next) = bytes.get(clear..(start + longest + 1).max(clear)) {
        if let Some(end) = next.iter().rposition(|byte| ends(*byte)) {
            start = clear + end + 1;
            clear += next.len();
            continue;
        }
        let from = clear + next.len();
        let rest = bytes.get(from..).unwrap_or_default();
        let end = rest.iter().position(|byte| ends(*byte)).map_or(bytes.len(), |at| from + at);
        longest = longest.max(end - start);
        (start, clear) = (end + 1, end + 1);
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::{count, longest_run, position, positions};

    proptest::proptest! {
        #[test]
        fn they_see_what_a_look_at_each_byte_sees(text in "[a-c ]{0,90}|[ab]{0,700}", known in 0usize..9) {
            let bytes = text.as_bytes();
            let holds = |byte: u8| byte == b'c';
            let places: Vec<usize> = text.match_indices('c').map(|(at, _)| at).collect();
            proptest::prop_assert_eq!(position(bytes, holds), places.first().copied());
            proptest::prop_assert_eq!(positions(bytes, holds).collect::<Vec<_>>(), &*places);
            proptest::prop_assert_eq!(count(bytes, |_, here, _| holds(here)), places.len());
            let padded = format!("\0{text}\0").into_bytes();
            let change = |before: u8, here: u8, after: u8| {
                here != 0 && (before == b' ' || after == 0 || here == b'a')
            };
            let changes = padded.array_windows().filter(|[b, h, a]| change(*b, *h, *a)).count();
            proptest::prop_assert_eq!(count(bytes, change), changes);
            let longest = text.split(' ').map(str::len).max().unwrap_or(0);
            let found = longest_run(bytes, known, |byte| byte == b' ');
            proptest::prop_assert_eq!(found, longest.max(known));
        }
    }
}
