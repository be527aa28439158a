//! A small seeded chooser: the same brief, pack and date always throw the same dice.

/// Where all choices of one report start from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seed(u64);

impl Seed {
    /// The seed of these texts in this order.
    pub fn of(parts: &[&str]) -> Self {
        parts.iter().fold(Self(0xcbf2_9ce4_8422_2325), |seed, part| seed.child(part))
    }

    /// The seed of something named `label` below this one.
    pub fn child(self, label: &str) -> Self {
        let hash = label.bytes().chain([0xff]).fold(self.0, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        Self(mix(hash))
    }

    /// The dice that start here.
    pub fn dice(self) -> Dice {
        Dice(self.0)
    }

    /// A number below `n`; 0 for `n` of 0 or 1.
    pub fn below(self, n: usize) -> usize {
        self.dice().below(n)
    }
}

/// A running sequence of choices.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// The next number below `n`; 0 for `n` of 0 or 1.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let wide = u64::try_from(n.max(1)).unwrap_or(1);
        usize::try_from(mix(self.0) % wide).unwrap_or(0)
    }

    /// `items` in a thrown order.
    pub fn shuffled<T: Clone>(&mut self, items: &[T]) -> Vec<T> {
        let mut order = items.to_vec();
        for end in (1..order.len()).rev() {
            order.swap(end, self.below(end + 1));
        }
        order
    }
}

fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use super::Seed;

    #[test]
    fn is_stable_and_spread() {
        let seed = Seed::of(&["a", "b"]);
        assert_eq!(seed, Seed::of(&["a", "b"]));
        assert_ne!(seed, Seed::of(&["ab"]));
        let hits = (0..400).filter(|n| seed.child(&n.to_string()).below(4) == 0).count();
        assert!((60..140).contains(&hits), "{hits}");
        let mut order = seed.dice().shuffled(&[1, 2, 3, 4, 5]);
        order.sort_unstable();
        assert_eq!(order, [1, 2, 3, 4, 5]);
    }
}
