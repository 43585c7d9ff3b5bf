//! Ctrl-C: what reads documents stops between two of them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::STOPPED;
use super::output::tell;

/// Whether the user wants this to stop.
#[derive(Clone, Default)]
pub struct Stop {
    wanted: Arc<AtomicBool>,
    /// Nobody asks any more.
    late: Arc<AtomicBool>,
}

impl Stop {
    /// From now on Ctrl-C stops what asks; pressed again, it ends the process. To be called once.
    pub fn listen() -> Self {
        let stop = Self::default();
        let heard = stop.clone();
        let handler = move || {
            if heard.wanted.swap(true, Ordering::Relaxed) {
                std::process::exit(i32::from(STOPPED));
            }
            tell(match heard.late.load(Ordering::Relaxed) {
                false => "\nstopping behind the documents at hand; press Ctrl-C again to end at once",
                true => "\nall is read, the graph is being written; press Ctrl-C again to leave that to the next build",
            });
        };
        // Without a handler Ctrl-C ends the process, as it does with other programs: the store can stand that.
        let _ = ctrlc::set_handler(handler);
        stop
    }

    pub fn is_wanted(&self) -> bool {
        self.wanted.load(Ordering::Relaxed)
    }

    /// From now on Ctrl-C does not stop anything unless it is pressed again.
    pub fn reading_is_done(&self) {
        self.late.store(true, Ordering::Relaxed);
    }
}
