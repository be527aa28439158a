//! Reads a body, be it a stream of events or one JSON document, into what it holds.

use serde_json::Value;

use super::sse::Sse;
use super::{Gathered, chat, messages, responses};
use crate::providers::settings::Wire;

/// More than any answer needs; a body beyond it is none.
const MOST_BYTES: usize = 8 * 1024 * 1024;

/// The body is not what the wire says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::providers) struct Malformed;

/// Reads one body.
pub(in crate::providers) struct Reader {
    form: Form,
    bytes: usize,
    taken: Taken,
}

enum Form {
    /// Too little came to tell.
    Unknown(Vec<u8>),
    Events(Sse),
    Document(Vec<u8>),
}

struct Taken {
    wire: Wire,
    malformed: bool,
    gathered: Gathered,
}

impl Reader {
    pub(in crate::providers) fn new(wire: Wire) -> Self {
        let taken = Taken { wire, malformed: false, gathered: Gathered::default() };
        Self { form: Form::Unknown(vec![]), bytes: 0, taken }
    }

    /// Reads a piece of the body. Says whether it held anything but keep-alives.
    pub(in crate::providers) fn feed(&mut self, bytes: &[u8]) -> Result<bool, Malformed> {
        self.bytes += bytes.len();
        if self.bytes > MOST_BYTES {
            return Err(Malformed);
        }
        let Form::Unknown(start) = &mut self.form else { return self.feed_known(bytes) };
        start.extend_from_slice(bytes);
        let start = std::mem::take(start);
        match first_of(&start) {
            // Blanks say nothing: kept, they would be looked through again with each piece.
            None => Ok(false),
            Some(b'{' | b'[' | b'<' | b'"') => {
                self.form = Form::Document(start);
                Ok(true)
            }
            Some(_) => {
                self.form = Form::Events(Sse::default());
                self.feed_known(&start)
            }
        }
    }

    fn feed_known(&mut self, bytes: &[u8]) -> Result<bool, Malformed> {
        let taken = &mut self.taken;
        let mut real = false;
        match &mut self.form {
            Form::Events(sse) => {
                sse.feed(bytes, &mut |data| real |= taken.event(data)).map_err(|_| Malformed)?;
            }
            Form::Document(document) | Form::Unknown(document) => {
                document.extend_from_slice(bytes);
                real = true;
            }
        }
        if taken.malformed { Err(Malformed) } else { Ok(real) }
    }

    /// The body is over.
    pub(in crate::providers) fn end(&mut self) -> Result<(), Malformed> {
        let taken = &mut self.taken;
        match &mut self.form {
            Form::Events(sse) => {
                let mut on_data = |data: &str| {
                    taken.event(data);
                };
                sse.finish(&mut on_data).map_err(|_| Malformed)?;
            }
            // Several documents after each other are events of a server without SSE.
            Form::Document(document) => {
                let text = std::str::from_utf8(document).map_err(|_| Malformed)?;
                taken.event(text.trim_start_matches('\u{FEFF}'));
            }
            Form::Unknown(_) => return Err(Malformed),
        }
        if taken.malformed { Err(Malformed) } else { Ok(()) }
    }

    /// Whether the provider said that nothing more comes, or that it failed.
    pub(in crate::providers) fn is_ended(&self) -> bool {
        self.taken.gathered.ended || self.taken.gathered.error.is_some()
    }

    /// Whether the answer itself is all there, if not its usage.
    pub(in crate::providers) fn is_finished(&self) -> bool {
        self.taken.gathered.finish.is_some()
    }

    /// Whether the body is a stream of events.
    pub(in crate::providers) fn is_stream(&self) -> bool {
        matches!(self.form, Form::Events(_))
    }

    /// What has been read.
    pub(in crate::providers) fn gathered(&self) -> &Gathered {
        &self.taken.gathered
    }

    /// What has been read, for good.
    pub(in crate::providers) fn into_gathered(self) -> Gathered {
        self.taken.gathered
    }
}

impl Taken {
    /// Reads one event; says whether it was more than a keep-alive.
    fn event(&mut self, data: &str) -> bool {
        let data = data.trim();
        if data.starts_with("[DONE") {
            self.gathered.ended = true;
            return true;
        }
        let mut real = false;
        for value in serde_json::Deserializer::from_str(data).into_iter::<Value>() {
            let Ok(value) = value else {
                self.malformed = true;
                return true;
            };
            real |= value.get("type").and_then(Value::as_str) != Some("ping");
            match self.wire {
                Wire::Chat => chat::take(&value, &mut self.gathered),
                Wire::Responses => responses::take_event(&value, &mut self.gathered),
                Wire::Messages => messages::take(&value, &mut self.gathered),
            }
        }
        real
    }
}

/// The first byte that is neither space nor byte order mark.
fn first_of(start: &[u8]) -> Option<u8> {
    start.iter().copied().find(|b| !b.is_ascii_whitespace() && !matches!(b, 0xEF | 0xBB | 0xBF))
}
