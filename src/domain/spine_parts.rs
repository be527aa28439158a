//! The texts of a spine by their place, and a spine without some of them.

use std::fmt;

use super::Spine;

/// Where something stands in a spine; numbers are positions in its lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SpinePlace {
    /// The spine itself: a list that is empty, or too long.
    Whole,
    /// The positioning.
    Positioning,
    /// A segment.
    Segment(usize),
    /// A pillar.
    Pillar(usize),
    /// The offer.
    Offer,
    /// A channel.
    Channel(usize),
    /// A KPI.
    Kpi(usize),
    /// The baseline of a KPI.
    Baseline(usize),
    /// A thing to do in tone.
    Do(usize),
    /// A thing not to do in tone.
    Dont(usize),
    /// A key date.
    Date(usize),
    /// What a section covers.
    Section(usize),
}

impl SpinePlace {
    /// Whether the spine is one without it: what it names is then not planned at all.
    #[must_use]
    pub fn is_optional(self) -> bool {
        !matches!(self, Self::Whole | Self::Positioning | Self::Offer)
    }
}

impl fmt::Display for SpinePlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole => f.write_str("strategy"),
            Self::Positioning => f.write_str("positioning"),
            Self::Segment(at) => write!(f, "segment {}", at + 1),
            Self::Pillar(at) => write!(f, "pillar {}", at + 1),
            Self::Offer => f.write_str("offer"),
            Self::Channel(at) => write!(f, "channel {}", at + 1),
            Self::Kpi(at) => write!(f, "KPI {}", at + 1),
            Self::Baseline(at) => write!(f, "baseline of KPI {}", at + 1),
            Self::Do(at) => write!(f, "tone to use {}", at + 1),
            Self::Dont(at) => write!(f, "tone to avoid {}", at + 1),
            Self::Date(at) => write!(f, "date {}", at + 1),
            Self::Section(at) => write!(f, "outline line {}", at + 1),
        }
    }
}

/// One text of a spine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpineText<'s> {
    /// Where it stands.
    pub place: SpinePlace,
    /// The field that it is the value of, such as `kpis.target`.
    pub field: &'static str,
    /// The text.
    pub text: &'s str,
}

impl Spine {
    /// All its texts, in the order of the fields.
    #[must_use]
    pub fn texts(&self) -> Vec<SpineText<'_>> {
        let mut all = vec![];
        let mut add = |place, field, text| all.push(SpineText { place, field, text });
        add(SpinePlace::Positioning, "positioning", &*self.positioning);
        for (at, segment) in self.segments.iter().enumerate() {
            add(SpinePlace::Segment(at), "segments.name", &*segment.name);
            add(SpinePlace::Segment(at), "segments.description", &*segment.description);
        }
        for (at, pillar) in self.pillars.iter().enumerate() {
            add(SpinePlace::Pillar(at), "pillars.name", &*pillar.name);
            add(SpinePlace::Pillar(at), "pillars.idea", &*pillar.idea);
        }
        add(SpinePlace::Offer, "offer", &*self.offer);
        for (at, channel) in self.channels.iter().enumerate() {
            add(SpinePlace::Channel(at), "channels.name", &*channel.name);
            add(SpinePlace::Channel(at), "channels.role", &*channel.role);
        }
        for (at, kpi) in self.kpis.iter().enumerate() {
            add(SpinePlace::Kpi(at), "kpis.name", &*kpi.name);
            if let Some(baseline) = &kpi.baseline {
                add(SpinePlace::Baseline(at), "kpis.baseline", &**baseline);
            }
            add(SpinePlace::Kpi(at), "kpis.target", &*kpi.target);
        }
        for (at, line) in self.tone.dos.iter().enumerate() {
            add(SpinePlace::Do(at), "tone.do", &**line);
        }
        for (at, line) in self.tone.dont.iter().enumerate() {
            add(SpinePlace::Dont(at), "tone.dont", &**line);
        }
        for (at, date) in self.dates.iter().enumerate() {
            add(SpinePlace::Date(at), "dates.date", &*date.date);
            add(SpinePlace::Date(at), "dates.what", &*date.what);
        }
        for (at, section) in self.sections.iter().enumerate() {
            add(SpinePlace::Section(at), "sections.id", &*section.id);
            add(SpinePlace::Section(at), "sections.covers", &*section.covers);
        }
        all
    }

    /// Changes every text but dates and ids, by what `edit` makes of it.
    pub fn edit_texts(&mut self, mut edit: impl FnMut(&mut String)) {
        edit(&mut self.positioning);
        edit(&mut self.offer);
        let segments = self.segments.iter_mut().flat_map(|s| [&mut s.name, &mut s.description]);
        let pillars = self.pillars.iter_mut().flat_map(|p| [&mut p.name, &mut p.idea]);
        let channels = self.channels.iter_mut().flat_map(|c| [&mut c.name, &mut c.role]);
        let kpis = self
            .kpis
            .iter_mut()
            .flat_map(|kpi| [Some(&mut kpi.name), Some(&mut kpi.target), kpi.baseline.as_mut()]);
        let tone = self.tone.dos.iter_mut().chain(&mut self.tone.dont);
        let dates = self.dates.iter_mut().map(|date| &mut date.what);
        let sections = self.sections.iter_mut().map(|section| &mut section.covers);
        let lists = segments.chain(pillars).chain(channels).chain(kpis.flatten());
        lists.chain(tone).chain(dates).chain(sections).for_each(&mut edit);
    }

    /// The spine without what stands at `places`; what is not optional stays.
    #[must_use]
    pub fn without(mut self, places: &[SpinePlace]) -> Self {
        let gone = |place| places.contains(&place);
        keep(&mut self.segments, |at| !gone(SpinePlace::Segment(at)));
        keep(&mut self.pillars, |at| !gone(SpinePlace::Pillar(at)));
        keep(&mut self.channels, |at| !gone(SpinePlace::Channel(at)));
        for (at, kpi) in self.kpis.iter_mut().enumerate() {
            kpi.baseline = kpi.baseline.take().filter(|_| !gone(SpinePlace::Baseline(at)));
        }
        keep(&mut self.kpis, |at| !gone(SpinePlace::Kpi(at)));
        keep(&mut self.tone.dos, |at| !gone(SpinePlace::Do(at)));
        keep(&mut self.tone.dont, |at| !gone(SpinePlace::Dont(at)));
        keep(&mut self.dates, |at| !gone(SpinePlace::Date(at)));
        keep(&mut self.sections, |at| !gone(SpinePlace::Section(at)));
        self
    }
}

fn keep<T>(list: &mut Vec<T>, stays: impl Fn(usize) -> bool) {
    let mut at = 0;
    list.retain(|_| {
        at += 1;
        stays(at - 1)
    });
}

#[cfg(test)]
mod tests {
    use super::SpinePlace;
    use crate::domain::{NumberKind, Spine, SpineKpi, SpineSegment, SpineTone};

    fn spine() -> Spine {
        let kpi = |name: &str| SpineKpi {
            name: name.to_owned(),
            baseline: Some("12".to_owned()),
            target: "40".to_owned(),
            kind: NumberKind::Target,
        };
        Spine {
            positioning: "The calm shop.".to_owned(),
            segments: vec![SpineSegment { name: "Riders".to_owned(), description: String::new() }],
            kpis: vec![kpi("Plans"), kpi("Visits"), kpi("Calls")],
            tone: SpineTone { dos: vec![], dont: vec!["Shout".to_owned()] },
            ..Spine::default()
        }
    }

    #[test]
    fn leaves_out_only_what_is_named_and_optional() {
        let places = [
            SpinePlace::Positioning,
            SpinePlace::Kpi(1),
            SpinePlace::Baseline(2),
            SpinePlace::Dont(0),
        ];
        let less = spine().without(&places);
        assert_eq!(less.positioning, "The calm shop.");
        let kpis: Vec<_> = less.kpis.iter().map(|k| (&*k.name, k.baseline.is_some())).collect();
        assert_eq!(kpis, [("Plans", true), ("Calls", false)]);
        assert!(less.tone.dont.is_empty());
        assert_eq!(less.segments.len(), 1);
    }

    #[test]
    fn every_text_can_be_found_and_edited() {
        let mut spine = spine();
        spine.edit_texts(|text| text.push('!'));
        let texts = spine.texts();
        assert!(texts.iter().all(|text| text.text.ends_with('!')), "{texts:?}");
        assert_eq!(texts.iter().filter(|text| text.field == "kpis.baseline").count(), 3);
    }
}
