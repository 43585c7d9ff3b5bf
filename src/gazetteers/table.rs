//! Spellings and what belongs to each: a million of them in little memory.
//!
//! All spellings lie in one string, one behind the other; the hash table holds only their numbers.

use std::hash::BuildHasher;

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

pub(super) struct Table<V> {
    text: String,
    /// Where each spelling ends in `text`, and its value.
    entries: Vec<(u32, V)>,
    numbers: HashTable<u32>,
}

impl<V> Default for Table<V> {
    fn default() -> Self {
        Self { text: String::new(), entries: Vec::new(), numbers: HashTable::new() }
    }
}

impl<V> Table<V> {
    /// Room for so many spellings, and for so many bytes of them.
    pub(super) fn with_capacity(spellings: usize, bytes: usize) -> Self {
        let (text, entries) = (String::with_capacity(bytes), Vec::with_capacity(spellings));
        Self { text, entries, numbers: HashTable::with_capacity(spellings) }
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn get(&self, spelling: &str) -> Option<&V> {
        let number = *self.numbers.find(hash(spelling), |&number| self.spelling(number) == spelling)?;
        Some(&self.entries[number as usize].1)
    }

    /// The value of a spelling, which becomes known if it was not.
    pub(super) fn get_or_insert(&mut self, spelling: &str, value: V) -> &mut V {
        let hash = hash(spelling);
        let known = self.numbers.find(hash, |&number| spelling_of(&self.text, &self.entries, number) == spelling).copied();
        let number = known.unwrap_or_else(|| {
            let number = self.entries.len() as u32;
            self.text.push_str(spelling);
            self.entries.push((self.text.len() as u32, value));
            let (text, entries) = (&self.text, &self.entries);
            self.numbers.insert_unique(hash, number, |&number| self::hash(spelling_of(text, entries, number)));
            number
        });
        &mut self.entries[number as usize].1
    }

    /// All spellings, in the order in which they came.
    pub(super) fn spellings(&self) -> impl Iterator<Item = &str> {
        (0..self.entries.len() as u32).map(|number| self.spelling(number))
    }

    fn spelling(&self, number: u32) -> &str {
        spelling_of(&self.text, &self.entries, number)
    }
}

fn spelling_of<'t, V>(text: &'t str, entries: &[(u32, V)], number: u32) -> &'t str {
    let number = number as usize;
    let begin = if number == 0 { 0 } else { entries[number - 1].0 };
    &text[begin as usize..entries[number].0 as usize]
}

fn hash(spelling: &str) -> u64 {
    FxBuildHasher.hash_one(spelling)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_are_found_and_others_are_not() {
        let mut table = Table::default();
        for n in 0..10_000u32 {
            *table.get_or_insert(&format!("Name {}", n % 5_000), 0) += n;
        }
        assert_eq!(table.len(), 5_000);
        assert!((0..5_000).all(|n| table.get(&format!("Name {n}")) == Some(&(2 * n + 5_000))));
        assert_eq!((table.get("Name"), table.get("Name 5000"), table.get("")), (None, None, None));
        assert_eq!(table.spellings().take(2).collect::<Vec<_>>(), ["Name 0", "Name 1"]);
    }
}
