//! Something that takes a while to make, and is made once.

use std::sync::{Condvar, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use super::Fault;

/// How long a page waits for what somebody else is making, before it tells the reader to wait.
const PATIENCE: Duration = Duration::from_millis(if cfg!(test) { 20 } else { 1_500 });

/// A value that is made when it is asked for first. Others do not make it again, but wait.
pub struct Once<T> {
    value: OnceLock<Result<T, String>>,
    is_begun: Mutex<bool>,
    is_there: Condvar,
}

impl<T> Default for Once<T> {
    fn default() -> Self {
        Self { value: OnceLock::new(), is_begun: Mutex::new(false), is_there: Condvar::new() }
    }
}

impl<T> Once<T> {
    /// The value: makes it, or waits until it is there.
    ///
    /// # Errors
    /// That of `make`, for everybody.
    pub fn get<E: ToString>(&self, make: impl FnOnce() -> Result<T, E>) -> Result<&T, Fault> {
        self.begin();
        let value = self.value.get_or_init(|| make().map_err(|e| e.to_string()));
        self.is_there.notify_all();
        value.as_ref().map_err(|message| Fault::Earlier(message.clone()))
    }

    /// The value: makes it, or waits a moment; nothing if somebody else has begun to make it and takes longer.
    ///
    /// # Errors
    /// As [`Once::get`].
    pub fn soon<E: ToString>(&self, make: impl FnOnce() -> Result<T, E>) -> Result<Option<&T>, Fault> {
        if self.value.get().is_none() && !self.begin() {
            let begun = self.is_begun.lock().unwrap_or_else(PoisonError::into_inner);
            // What wakes this may be anything; what counts is whether the value is there.
            let waited = self.is_there.wait_timeout_while(begun, PATIENCE, |_| self.value.get().is_none());
            drop(waited.unwrap_or_else(PoisonError::into_inner));
            if self.value.get().is_none() {
                return Ok(None);
            }
        }
        self.get(make).map(Some)
    }

    /// Whether nobody had begun before.
    pub fn begin(&self) -> bool {
        let mut is_begun = self.is_begun.lock().unwrap_or_else(PoisonError::into_inner);
        !std::mem::replace(&mut *is_begun, true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_made_once_and_who_comes_meanwhile_is_told() {
        let once = Once::default();
        assert_eq!(once.soon(|| Ok::<_, String>(1)).unwrap(), Some(&1));
        assert_eq!(once.get(|| Ok::<_, String>(2)).unwrap(), &1);
        let begun = Once::<u8>::default();
        assert!(begun.begin());
        assert_eq!(begun.soon(|| Ok::<_, String>(1)).unwrap(), None, "somebody else makes it");
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| (0..1000).find_map(|_| begun.soon(|| Ok::<_, String>(2)).unwrap().copied()));
            begun.get(|| Ok::<_, String>(3)).unwrap();
            assert_eq!(waiting.join().unwrap(), Some(3));
        });
        let broken = Once::<u8>::default();
        assert!(broken.get(|| Err("no graph")).is_err() && broken.soon(|| Ok::<_, String>(1)).is_err());
    }
}
