//! The channels of a plan: the brief's own, or those that the trade usually has.

use super::analysis::Analysis;
use super::analysis::phrase::join;
use super::facts::Facts;
use super::lexicon::{Industry, LEXICON, Platform};
use super::seed::Seed;
use crate::domain::Services;

/// A channel of the plan.
#[derive(Debug, Clone)]
pub struct Channel {
    /// Its name as the client writes it.
    pub name: String,
    /// What it is for; follows `for`.
    pub role: String,
    /// Its kind.
    pub kind: Platform,
}

/// The brief's platforms, or the trade's usual ones; filled up to three with owned places.
pub fn channels(
    analysis: &Analysis,
    industry: &Industry,
    services: &Services,
    seed: Seed,
) -> Vec<Channel> {
    let given = !analysis.platforms.is_empty();
    let mut names = if given { analysis.platforms.clone() } else { industry.channels.clone() };
    if !given {
        // The home of a rival is no channel unless the brief says so.
        let rival =
            |name: &String| analysis.competitors.iter().any(|r| r.eq_ignore_ascii_case(name));
        names.retain(|name| !rival(name));
    }
    let excluded = |name: &str| {
        let lower = name.to_lowercase();
        let mail = lower.contains("mail") || lower.contains("newsletter");
        let search = lower.contains("seo");
        (mail && services.excludes("email_marketing"))
            || (is_paid(name) && services.excludes("paid_media"))
            || (search && services.excludes("seo"))
    };
    names.retain(|name| !excluded(name));
    for owned in ["Email", "Website", "Events"] {
        let there = names.iter().any(|name| kind_of(name) == kind_of(owned));
        let own = names.iter().filter(|name| !is_paid(name)).count();
        if (names.len() < 3 || own < LEAST_OWN) && !there && !excluded(owned) {
            names.push(owned.to_owned());
        }
    }
    // Sentences place posts and answers on the first channels: where space is bought, nobody
    // can do either.
    names.sort_by_key(|name| is_paid(name));
    names.into_iter().map(|name| channel(name, seed)).collect()
}

/// Channels where the client itself can speak, at least.
const LEAST_OWN: usize = 2;

fn is_paid(name: &str) -> bool {
    LEXICON.platform(name).is_some_and(|kind| kind.paid)
}

fn kind_of(name: &str) -> Option<*const Platform> {
    LEXICON.platform(name).map(std::ptr::from_ref)
}

fn channel(name: String, seed: Seed) -> Channel {
    let kind = LEXICON.platform(&name).cloned().unwrap_or_default();
    let role =
        kind.roles.get(seed.child(&name).below(kind.roles.len())).cloned().unwrap_or_default();
    Channel { name, role, kind }
}

impl Facts {
    /// `ch1` …: the channels with their roles, and `channels`: the first three together.
    pub(super) fn add_channels(&mut self) {
        let names: Vec<String> = self.channels.iter().map(|c| c.name.clone()).collect();
        let roles: Vec<String> = self.channels.iter().map(|c| c.role.clone()).collect();
        self.set_list("ch", &names);
        for (at, role) in roles.into_iter().enumerate() {
            self.set(&format!("ch{}_role", at + 1), role);
        }
        self.add_followed();
        // `ad1`: where money is spent first.
        let bought = self.channels.iter().find(|channel| channel.kind.paid);
        let bought = bought.or(self.channels.first()).map(|channel| channel.name.clone());
        self.set_some("ad1", bought.as_ref());
        let own = self.channels.iter().filter(|channel| !channel.kind.paid);
        let own: Vec<String> = own.map(|channel| channel.name.clone()).collect();
        let met = if own.len() >= LEAST_OWN { own } else { names };
        self.set("channels", join(&met.into_iter().take(3).collect::<Vec<_>>()));
    }

    /// `cal1`, `soc1` …: the channels that have days in a calendar, and those that are scrolled.
    fn add_followed(&mut self) {
        let kept = |list: &mut Vec<Channel>, all: &[Channel]| {
            if list.is_empty() {
                list.extend(all.iter().take(2).cloned());
            }
        };
        let all = self.channels.clone();
        let mut followed: Vec<Channel> =
            all.iter().filter(|c| c.kind.is_followed()).cloned().collect();
        kept(&mut followed, &all);
        let mut social: Vec<Channel> = all.iter().filter(|c| c.kind.social).cloned().collect();
        kept(&mut social, &followed);
        for (name, list) in [("cal", followed), ("soc", social)] {
            for (at, channel) in list.iter().take(2).enumerate() {
                self.set(&format!("{name}{}", at + 1), channel.name.clone());
                self.set(&format!("{name}{}_role", at + 1), channel.role.clone());
            }
        }
    }
}
