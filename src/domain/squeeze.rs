//! Values in one small piece of memory, for what is kept and seldom read: thousands of little
//! strings would hold on to many more pages than they fill.

use std::io::{Read as _, Write as _};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// `value` squeezed; `None` where it cannot be.
#[must_use]
pub fn squeeze<T: Serialize>(value: &T) -> Option<Box<[u8]>> {
    let json = serde_json::to_vec(value).ok()?;
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(json.len() / 4), Compression::fast());
    encoder.write_all(&json).ok()?;
    encoder.finish().ok().map(Vec::into_boxed_slice)
}

/// What [`squeeze`] made `bytes` of.
#[must_use]
pub fn expand<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    let mut json = Vec::new();
    ZlibDecoder::new(bytes).read_to_end(&mut json).ok()?;
    serde_json::from_slice(&json).ok()
}

#[cfg(test)]
mod tests {
    use super::{expand, squeeze};

    #[test]
    fn what_goes_in_comes_out_and_is_smaller_meanwhile() {
        let value: Vec<String> = (0..500).map(|n| format!("Straße {n}")).collect();
        let bytes = squeeze(&value).expect("bytes");
        assert!(bytes.len() * 3 < value.iter().map(String::len).sum());
        assert_eq!(expand(&bytes), Some(value));
        assert_eq!(expand::<Vec<String>>(b"nonsense"), None);
    }
}
