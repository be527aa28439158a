use super::*;

fn attempt(breaker: &Arc<Breaker>, effect: Effect, now: Instant) -> bool {
    match breaker.enter(now) {
        Entry::Go(pass) => {
            pass.settle(effect, now);
            true
        }
        Entry::Shut => false,
    }
}

#[test]
fn opens_by_the_rules() {
    use Effect::{Alive, Failure, Hung, OpenFor, Success, Unknown};
    for (effects, wanted) in [
        (vec![Failure; 4], Circuit::Closed),
        (vec![Failure; 5], Circuit::Open),
        ([vec![Failure; 4], vec![Success], vec![Failure; 3]].concat(), Circuit::Closed),
        ([Success, Failure].repeat(5), Circuit::Open),
        ([Success, Success, Failure].repeat(6), Circuit::Closed),
        (vec![Hung], Circuit::Closed),
        (vec![Hung, Success, Hung], Circuit::Open),
        (vec![Alive; 20], Circuit::Closed),
        (vec![Unknown; 20], Circuit::Closed),
        (vec![OpenFor(Duration::from_mins(10))], Circuit::Open),
    ] {
        let (breaker, now) = (Breaker::new(), Instant::now());
        for effect in &effects {
            attempt(&breaker, *effect, now);
        }
        assert_eq!(breaker.look(now).0, wanted, "{effects:?}");
    }
}

#[test]
fn old_failures_are_forgotten() {
    for (effect, count, apart) in [(Effect::Hung, 2, 61), (Effect::Hung, 6, 61)] {
        let (breaker, now) = (Breaker::new(), Instant::now());
        for at in 0..count {
            let now = now + Duration::from_secs(apart * at);
            assert!(attempt(&breaker, effect, now) || at >= 5, "{effect:?} {at}");
        }
    }
}

#[test]
fn one_probe_decides() {
    for (effect, wanted) in [
        (Effect::Success, Circuit::Closed),
        (Effect::Alive, Circuit::Closed),
        (Effect::Failure, Circuit::Open),
        (Effect::Hung, Circuit::Open),
    ] {
        let (breaker, now) = (Breaker::new(), Instant::now());
        attempt(&breaker, Effect::OpenFor(OPEN_FOR), now);
        assert!(!attempt(&breaker, Effect::Success, now), "it is open");
        let later = now + OPEN_FOR;
        let Entry::Go(probe) = breaker.enter(later) else { panic!("one probe passes") };
        assert!(matches!(breaker.enter(later), Entry::Shut), "only one");
        probe.settle(effect, later);
        assert_eq!(breaker.look(later).0, wanted, "{effect:?}");
    }
}

#[test]
fn a_dropped_probe_frees_its_place() {
    let (breaker, now) = (Breaker::new(), Instant::now());
    attempt(&breaker, Effect::OpenFor(OPEN_FOR), now);
    let later = now + OPEN_FOR;
    drop(breaker.enter(later));
    assert!(attempt(&breaker, Effect::Success, later));
    assert_eq!(breaker.look(later).0, Circuit::Closed);
}

#[test]
fn late_news_change_nothing() {
    let (breaker, now) = (Breaker::new(), Instant::now());
    let Entry::Go(late) = breaker.enter(now) else { panic!("closed") };
    attempt(&breaker, Effect::OpenFor(OPEN_FOR), now);
    late.settle(Effect::Success, now);
    assert_eq!(breaker.look(now).0, Circuit::Open);
}
