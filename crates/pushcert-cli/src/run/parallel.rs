//! The same work on many items, on all cores, with the results in order.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// How many workers so many items are worth.
pub(super) fn workers(items: usize) -> usize {
    if items < 2 {
        return 1;
    }
    thread::available_parallelism()
        .map_or(1, usize::from)
        .min(items)
}

/// Applies `work` to every item. Each worker has a state of its own, made by `state` from its
/// number. The results come in the order of the items. One worker starts no thread.
pub(super) fn map<I: Sync, S, T: Send>(
    items: &[I],
    workers: usize,
    state: impl Fn(usize) -> S + Sync,
    work: impl Fn(&mut S, usize, &I) -> T + Sync,
) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let run = &|worker: usize| {
        let mut state = state(worker);
        let mut results = Vec::with_capacity(items.len() / workers + 1);
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(index) else {
                return results;
            };
            results.push((index, work(&mut state, index, item)));
        }
    };
    let mut results = thread::scope(|scope| {
        let others: Vec<_> = (1..workers)
            .map(|worker| scope.spawn(move || run(worker)))
            .collect();
        let mut results = run(0);
        for other in others {
            match other.join() {
                Ok(more) => results.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        results
    });
    if workers > 1 {
        results.sort_unstable_by_key(|(index, _)| *index);
    }
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::map;

    #[test]
    fn the_order_is_that_of_the_items() {
        let items: Vec<usize> = (0..1000).collect();
        for workers in [1, 2, 7] {
            let doubled = map(&items, workers, |_| 0, |_, index, item| (index, item * 2));
            assert!(
                doubled
                    .iter()
                    .enumerate()
                    .all(|(at, &(index, value))| at == index && value == 2 * at)
            );
        }
        assert!(map(&[], 1, |_| (), |(), _, item: &u8| *item).is_empty());
    }
}
