//! Server-sent events, whatever the chunks they come in.

/// The bytes are no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NotText;

/// Splits a stream of bytes into the data of its events.
#[derive(Default)]
pub(super) struct Sse {
    line: Vec<u8>,
    data: String,
    after_cr: bool,
    started: bool,
}

impl Sse {
    /// Reads `bytes` and hands the data of each complete event to `on_data`.
    pub(super) fn feed(
        &mut self,
        mut bytes: &[u8],
        on_data: &mut impl FnMut(&str),
    ) -> Result<(), NotText> {
        if self.after_cr && bytes.first() == Some(&b'\n') {
            bytes = bytes.get(1..).unwrap_or_default();
        }
        self.after_cr = false;
        while let Some(end) = bytes.iter().position(|b| matches!(b, b'\n' | b'\r')) {
            let (line, rest) = bytes.split_at(end);
            let is_cr = rest.first() == Some(&b'\r');
            let next = rest.get(1..).unwrap_or_default();
            bytes = if is_cr && next.first() == Some(&b'\n') {
                next.get(1..).unwrap_or_default()
            } else {
                self.after_cr = is_cr && next.is_empty();
                next
            };
            self.end_line(line, on_data)?;
        }
        self.line.extend_from_slice(bytes);
        Ok(())
    }

    /// The stream is over: an event that no blank line ended counts too.
    pub(super) fn finish(&mut self, on_data: &mut impl FnMut(&str)) -> Result<(), NotText> {
        self.end_line(&[], on_data)?;
        self.dispatch(on_data);
        Ok(())
    }

    fn end_line(&mut self, tail: &[u8], on_data: &mut impl FnMut(&str)) -> Result<(), NotText> {
        if self.line.is_empty() {
            return self.take_line(tail, on_data);
        }
        let mut line = std::mem::take(&mut self.line);
        line.extend_from_slice(tail);
        self.take_line(&line, on_data)
    }

    fn take_line(&mut self, line: &[u8], on_data: &mut impl FnMut(&str)) -> Result<(), NotText> {
        let mut line = std::str::from_utf8(line).map_err(|_| NotText)?;
        if !std::mem::replace(&mut self.started, true) {
            line = line.strip_prefix('\u{FEFF}').unwrap_or(line);
        }
        if line.trim().is_empty() {
            self.dispatch(on_data);
            return Ok(());
        }
        let Some(data) = line.strip_prefix("data:").or((line == "data").then_some("")) else {
            return Ok(());
        };
        let data = data.strip_prefix(' ').unwrap_or(data);
        // Some servers put no blank line between events.
        if self.data.ends_with('}') && (data.starts_with('{') || data.starts_with("[DONE")) {
            self.dispatch(on_data);
        }
        if !self.data.is_empty() {
            self.data.push('\n');
        }
        self.data.push_str(data);
        Ok(())
    }

    fn dispatch(&mut self, on_data: &mut impl FnMut(&str)) {
        if !self.data.is_empty() {
            on_data(&self.data);
            self.data.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(chunks: &[&[u8]]) -> Vec<String> {
        let mut found = vec![];
        let mut sse = Sse::default();
        let mut on_data = |data: &str| found.push(data.to_owned());
        for chunk in chunks {
            sse.feed(chunk, &mut on_data).unwrap();
        }
        sse.finish(&mut on_data).unwrap();
        found
    }

    #[test]
    fn forms_of_streams() {
        for (stream, wanted) in [
            ("data: a\n\ndata: b\n\n", vec!["a", "b"]),
            ("data:a\r\n\r\ndata:b\r\n\r\n", vec!["a", "b"]),
            ("data: a\r\rdata: b\r\r", vec!["a", "b"]),
            ("\u{FEFF}: hello\n\nevent: x\nid: 1\ndata: a\n\n", vec!["a"]),
            ("data: {\"a\":\ndata: 1}\n\n", vec!["{\"a\":\n1}"]),
            ("data: {}\ndata: {}\ndata: [DONE]\n", vec!["{}", "{}", "[DONE]"]),
            ("data: a", vec!["a"]),
            (": keep-alive\n\n\n\n", vec![]),
        ] {
            assert_eq!(read(&[stream.as_bytes()]), wanted, "{stream:?}");
        }
    }

    #[test]
    fn broken_text_is_refused() {
        assert_eq!(Sse::default().feed(b"data: \xff\n", &mut |_| {}), Err(NotText));
    }

    proptest! {
        #[test]
        fn chunks_do_not_matter(cuts in prop::collection::vec(0usize..70, 0..12), crlf: bool) {
            let end = if crlf { "\r\n" } else { "\n" };
            let stream = format!(": hi{end}{end}data: Grüße 🎉 年{end}{end}data: zwei{end}{end}");
            let bytes = stream.as_bytes();
            let mut cuts: Vec<usize> = cuts.into_iter().map(|c| c.min(bytes.len())).collect();
            cuts.extend([0, bytes.len()]);
            cuts.sort_unstable();
            let chunks: Vec<&[u8]> = cuts.windows(2).map(|w| &bytes[w[0]..w[1]]).collect();
            prop_assert_eq!(read(&chunks), vec!["Grüße 🎉 年", "zwei"]);
        }
    }
}
