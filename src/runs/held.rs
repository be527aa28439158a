//! What a run holds: open while it is under way or new, squeezed when it is only kept.

use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::domain::{expand, squeeze};

/// A value that can be squeezed.
#[derive(Debug)]
pub(super) enum Held<T> {
    Open(Arc<T>),
    Squeezed(Box<[u8]>),
}

impl<T: Clone + Serialize + DeserializeOwned> Held<T> {
    pub fn new(value: T) -> Self {
        Self::Open(Arc::new(value))
    }

    /// The value; `None` only where it cannot be read any more.
    pub fn get(&self) -> Option<Arc<T>> {
        match self {
            Self::Open(value) => Some(Arc::clone(value)),
            Self::Squeezed(bytes) => expand(bytes).map(Arc::new),
        }
    }

    /// The value to be changed, while it is open.
    pub fn open_mut(&mut self) -> Option<&mut T> {
        match self {
            Self::Open(value) => Some(Arc::make_mut(value)),
            Self::Squeezed(_) => None,
        }
    }

    /// Squeezes it, where that can be done.
    pub fn squeeze(&mut self) {
        if let Self::Open(value) = self
            && let Some(bytes) = squeeze(&**value)
        {
            *self = Self::Squeezed(bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Held;

    #[test]
    fn reads_the_same_open_and_squeezed() {
        let mut held = Held::new(vec!["a".to_owned()]);
        held.open_mut().expect("open").push("b".to_owned());
        let before = held.get();
        held.squeeze();
        held.squeeze();
        assert!(held.open_mut().is_none());
        assert_eq!(held.get(), before);
    }
}
