//! Which language a text is in.

use whatlang::{Detector, Lang};

/// A shorter text is taken for German: too few words tell too little. In characters.
const SHORT: usize = 200;

/// Languages that press releases about Germany come in. To choose from few makes the choice sure.
const LANGUAGES: [Lang; 12] =
    [Lang::Deu, Lang::Eng, Lang::Fra, Lang::Nld, Lang::Ita, Lang::Spa, Lang::Por, Lang::Pol, Lang::Ces, Lang::Dan, Lang::Swe, Lang::Tur];

/// What is looked at, at most: more does not make the choice surer. In characters.
const SAMPLE: usize = 5_000;

/// The English name of the language of a text, given in pieces, if it is surely another one than German.
pub(super) fn foreign<'a>(text: impl Iterator<Item = &'a str>) -> Option<&'static str> {
    let sample: String = text.flat_map(|piece| piece.chars().chain(['\n'])).take(SAMPLE).collect();
    if sample.chars().count() < SHORT {
        return None;
    }
    let found = Detector::with_allowlist(LANGUAGES.to_vec()).detect(&sample)?;
    (found.lang() != Lang::Deu && found.is_reliable()).then(|| found.lang().eng_name())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn german_and_others() {
        let german = "Die Länder haben am Dienstag in Waldstadt eine Vereinbarung über die gemeinsame Abwehr von Angriffen auf ihre \
            Netze unterzeichnet. Das „Memorandum of Understanding on Cyber Security“ gilt zunächst für fünf Jahre.";
        let english = "The two states signed an agreement on Tuesday in the town hall of Waldstadt. It says how the police of both \
            sides will help each other when their networks are attacked, and who pays for it. It is valid for five years.";
        let french = "Les deux régions ont signé mardi un accord à l'hôtel de ville. Il précise comment les polices des deux côtés \
            s'entraideront lorsque leurs réseaux seront attaqués, et qui en paiera les frais. Il est valable pendant cinq ans.";
        assert!(german.chars().count() >= SHORT);
        let foreign = |text: &'static str| foreign(std::iter::once(text));
        assert_eq!([german, english, french].map(foreign), [None, Some("English"), Some("French")]);
        assert_eq!(foreign("A short text."), None);
    }
}
