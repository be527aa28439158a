//! How many slips of the pen lie between two words.

/// Edits (insert, delete, replace, swap) between `a` and `b`, counted up to `most + 1`.
#[must_use]
pub fn distance(a: &str, b: &str, most: usize) -> usize {
    // An edit takes one letter away and brings another one, at most.
    if (letters(a) ^ letters(b)).count_ones() as usize > most.saturating_mul(2) {
        return most + 1;
    }
    if a.is_ascii() && b.is_ascii() {
        return between(a.as_bytes(), b.as_bytes(), most);
    }
    between(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>(), most)
}

/// A bit for each letter of `word`; letters may share one.
fn letters(word: &str) -> u64 {
    word.chars().fold(0, |all, letter| all | 1 << (u32::from(letter) & 63))
}

fn between<T: Copy + PartialEq>(a: &[T], b: &[T], most: usize) -> usize {
    let (a, b) = without_ends(a, b);
    if a.len().abs_diff(b.len()) > most {
        return most + 1;
    }
    let mut before = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    let mut row = vec![0; b.len() + 1];
    let at = |row: &[usize], n: usize| row.get(n).copied().unwrap_or(usize::MAX / 2);
    let mut fewest_before = 0;
    for (i, x) in a.iter().enumerate() {
        let mut left = i + 1;
        let mut fewest = left;
        row.clear();
        row.push(left);
        for (j, y) in b.iter().enumerate() {
            let mut cost =
                (at(&last, j) + usize::from(x != y)).min(at(&last, j + 1) + 1).min(left + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            if swapped {
                cost = cost.min(at(&before, j - 1) + 1);
            }
            row.push(cost);
            left = cost;
            fewest = fewest.min(cost);
        }
        // What comes is built on these two rows.
        if fewest > most && fewest_before > most {
            return most + 1;
        }
        fewest_before = fewest;
        std::mem::swap(&mut before, &mut last);
        std::mem::swap(&mut last, &mut row);
    }
    last.last().map_or(most + 1, |edits| (*edits).min(most + 1))
}

/// `a` and `b` without what both begin and end with.
fn without_ends<'t, T: PartialEq>(a: &'t [T], b: &'t [T]) -> (&'t [T], &'t [T]) {
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (a.get(same..).unwrap_or_default(), b.get(same..).unwrap_or_default());
    let same = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    (a.get(..a.len() - same).unwrap_or_default(), b.get(..b.len() - same).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::distance;

    /// The same as it stands in a book: all rows, no short cut.
    fn plain(a: &str, b: &str) -> usize {
        let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
        let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
        for i in 0..a.len() {
            let mut row = vec![i + 1];
            for j in 0..b.len() {
                let mut cost = (rows[i][j] + usize::from(a[i] != b[j])).min(rows[i][j + 1] + 1);
                cost = cost.min(row[j] + 1);
                if i > 0 && j > 0 && a[i - 1] == b[j] && a[i] == b[j - 1] {
                    cost = cost.min(rows[i - 1][j - 1] + 1);
                }
                row.push(cost);
            }
            rows.push(row);
        }
        rows[a.len()][b.len()]
    }

    proptest::proptest! {
        #[test]
        fn short_cuts_change_nothing(a in "[abé]{0,9}", b in "[abé]{0,9}", most in 0usize..4) {
            proptest::prop_assert_eq!(distance(&a, &b, most), plain(&a, &b).min(most + 1));
        }
    }
}
