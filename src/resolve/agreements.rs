//! Which reports of which documents are of one agreement.
//!
//! Reports meet if they share two sides, two signatories, or one of each, and their times can be the same; those pairs are scored,
//! and the best are joined first. A cluster never holds two agreements of one document, nor dates that contradict, whatever chain
//! of reports leads from one to the other. A report that fits two agreements equally well is joined with neither.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::unionfind::UnionFind;

use super::clusters::Clusters;
use super::corpus::{Corpus, Document, NodeId};
use super::day::{Agreement as Dates, Day, Span};
use super::merges::{Evidence, Obstacle};
use super::outline::Agreement;
use super::score::{NOTEWORTHY, PartyView, Score, View, score};
use crate::facts::{AgreementStatus, EntityClass, EntityKind};

/// A document's agreement.
pub(super) struct Report<'a> {
    /// Index into [`Corpus::documents`].
    pub document: usize,
    pub agreement: &'a Agreement,
    pub view: View<'a>,
}

/// Two reports, by their numbers, and what came of comparing them.
pub(super) struct Comparison {
    pub left: usize,
    pub right: usize,
    pub points: i32,
    pub evidence: Vec<Evidence>,
    /// `None`: joined.
    pub obstacle: Option<Obstacle>,
}

pub(super) struct Agreements<'a> {
    pub reports: Vec<Report<'a>>,
    /// Numbers of reports; clusters and their members in canonical order.
    pub clusters: Vec<Vec<usize>>,
    pub comparisons: Vec<Comparison>,
}

/// A report that fits two agreements is left alone unless the better one is so many points ahead.
const MARGIN: i32 = 8;

/// Sides and signatories of one report that pairs are made of; more only repeat what these say.
const MOST_KEYS: usize = 16;

/// Days between an agreement and a document that tells it as news.
const NEWS: Day = 200;

/// Decides about all agreements. Near linear: only reports that meet under a key and at a time are compared.
pub(super) fn cluster<'a>(corpus: &Corpus<'a>, entities: &Clusters) -> Agreements<'a> {
    let mut reports = Vec::new();
    for (number, document) in corpus.documents.iter().enumerate() {
        for agreement in &document.outline.agreements {
            reports.push(Report { document: number, agreement, view: view(corpus, entities, document, agreement) });
        }
    }
    let persons: Vec<BTreeSet<NodeId>> = corpus.documents.iter().map(|d| named_persons(corpus, entities, d)).collect();
    let copies = copies(&reports);
    let firsts: Vec<usize> = copies.iter().map(|c| c[0]).collect();
    let mut edges: Vec<(usize, usize, Score)> = Vec::new();
    for (a, b) in candidates(&reports, &firsts) {
        let named = |p: NodeId| persons[reports[a].document].contains(&p) && persons[reports[b].document].contains(&p);
        let score = score(&reports[a].view, &reports[b].view, &named);
        if score.points >= NOTEWORTHY {
            edges.push((a, b, score));
        }
    }
    let mut union = Union::new(&reports);
    union.join_copies(&reports, &copies);
    let comparisons = union.join_best(&reports, edges);
    let clusters = union.clusters(reports.len());
    let comparisons = union.comparisons.into_iter().chain(comparisons).collect();
    Agreements { reports, clusters, comparisons }
}

fn view<'a>(corpus: &Corpus, entities: &Clusters, document: &Document<'a>, agreement: &'a Agreement) -> View<'a> {
    let root = |id: &str| document.node(id).map(|node| entities.root(node));
    let parties = agreement.parties.iter().filter_map(|p| document.node(p));
    let mut parties: Vec<PartyView> = parties.map(|node| party(corpus, entities, document, node)).collect();
    parties.sort_unstable();
    parties.dedup();
    let date = agreement.date.as_deref().and_then(Span::parse);
    let is_base = document.outline.agreements.iter().flat_map(|a| &a.based_on).any(|b| *b == agreement.id);
    let told_as_old = matches!(agreement.status, AgreementStatus::Ongoing | AgreementStatus::Ended | AgreementStatus::Extended);
    View {
        parties,
        signatories: agreement.signatures.iter().filter_map(|s| root(&s.person)).collect(),
        kind: agreement.kind,
        status: agreement.status,
        date,
        published: document.published.filter(|_| date.is_none() || agreement.status == AgreementStatus::Planned),
        older: is_base || told_as_old,
        topics: agreement.topics.iter().map(|t| &**t).collect(),
        place: agreement.place.as_deref().and_then(root),
        duration: agreement.duration.as_deref(),
    }
}

fn party(corpus: &Corpus, entities: &Clusters, document: &Document, node: NodeId) -> PartyView {
    let entity = corpus.nodes[node].entity;
    let territory = match entity.class {
        EntityClass::Place => Some(entities.root(node)),
        EntityClass::Organization if stands_for_territory(entity.kind) => {
            // What most documents say comes first: it is the same for all reports.
            entities.traits(node).belongs_to().or_else(|| by_persons(corpus, entities, document, node))
        }
        _ => None,
    };
    PartyView { entity: entities.root(node), territory }
}

/// Does an organization of this kind conclude agreements for its territory?
fn stands_for_territory(kind: Option<EntityKind>) -> bool {
    matches!(kind, Some(EntityKind::Ministry | EntityKind::Government | EntityKind::Agency | EntityKind::Municipality))
}

/// The territory of a body that has none in the document: that of the persons who stand for both.
fn by_persons(corpus: &Corpus, entities: &Clusters, document: &Document, body: NodeId) -> Option<NodeId> {
    let id = &corpus.nodes[body].entity.id;
    let people: BTreeSet<&str> = document.outline.memberships.iter().filter(|m| m.organization == *id).map(|m| &*m.person).collect();
    let theirs = document.outline.memberships.iter().filter(|m| people.contains(&*m.person)).filter_map(|m| document.node(&m.organization));
    let places: BTreeSet<NodeId> =
        theirs.filter(|&n| corpus.nodes[n].entity.class == EntityClass::Place).map(|n| entities.root(n)).collect();
    places.first().copied().filter(|_| places.len() == 1)
}

fn named_persons(corpus: &Corpus, entities: &Clusters, document: &Document) -> BTreeSet<NodeId> {
    document.nodes().filter(|&n| corpus.nodes[n].entity.class == EntityClass::Person).map(|n| entities.root(n)).collect()
}

/// Reports that say the very same, each of another document; they are compared as one. So a thousand copies of one news item
/// cost as much as one.
fn copies(reports: &[Report]) -> Vec<Vec<usize>> {
    let mut groups: BTreeMap<(&View, usize), Vec<usize>> = BTreeMap::new();
    let mut seen: BTreeMap<(usize, &View), usize> = BTreeMap::new();
    for (number, report) in reports.iter().enumerate() {
        let times = seen.entry((report.document, &report.view)).or_default();
        // What has too little to be recognized by itself is no copy of anything.
        let alone = score(&report.view, &report.view, &|_| false).obstacle.is_some();
        let which = if alone { number + 1 } else { 0 };
        groups.entry((&report.view, if *times == 0 { which } else { number + 1 })).or_default().push(number);
        *times += 1;
    }
    let mut groups: Vec<_> = groups.into_values().collect();
    groups.sort();
    groups
}

/// Two sides, two signatories or one of each.
type Key = (NodeId, NodeId);

/// Pairs of reports that share a key and may be of one time.
fn candidates(reports: &[Report], firsts: &[usize]) -> BTreeSet<(usize, usize)> {
    // Under each key the reports with the first and the last day that they may be of.
    let mut blocks: BTreeMap<Key, Vec<(Day, Day, usize)>> = BTreeMap::new();
    for &number in firsts {
        let (from, to) = window(&reports[number].view);
        for key in keys(&reports[number].view) {
            blocks.entry(key).or_default().push((from, to, number));
        }
    }
    let mut pairs = BTreeSet::new();
    for block in blocks.values_mut() {
        block.sort_unstable();
        for (i, &(_, to, a)) in block.iter().enumerate() {
            for &(_, _, b) in block[i + 1..].iter().take_while(|(from, ..)| *from <= to) {
                if reports[a].document != reports[b].document {
                    pairs.insert((a.min(b), a.max(b)));
                }
            }
        }
    }
    pairs
}

/// The days that the agreement may be of, as far as the report tells.
fn window(view: &View) -> (Day, Day) {
    match (view.date, view.published) {
        (Some(date), _) => (date.first - 3, date.last + 3),
        (None, Some(published)) if !view.older => (published - NEWS, published + NEWS),
        (None, Some(published)) => (Day::MIN, published),
        (None, None) => (Day::MIN, Day::MAX),
    }
}

/// Pairs of sides and of signatories, and of a side with a signatory. Places, organizations and persons share no numbers.
fn keys(view: &View) -> BTreeSet<Key> {
    let sides: BTreeSet<NodeId> = view.parties.iter().map(PartyView::side).collect();
    let all: Vec<NodeId> = sides.into_iter().take(MOST_KEYS).chain(view.signatories.iter().copied().take(MOST_KEYS)).collect();
    let mut keys = BTreeSet::new();
    for (i, &a) in all.iter().enumerate() {
        keys.extend(all[i + 1..].iter().map(|&b| (a.min(b), a.max(b))));
    }
    keys
}

struct Union {
    union: UnionFind<usize>,
    /// By root: documents and dates of the cluster.
    documents: Vec<BTreeSet<usize>>,
    dates: Vec<BTreeSet<Span>>,
    comparisons: Vec<Comparison>,
}

impl Union {
    fn new(reports: &[Report]) -> Self {
        Self {
            union: UnionFind::new(reports.len()),
            documents: reports.iter().map(|r| BTreeSet::from([r.document])).collect(),
            dates: reports.iter().map(|r| r.view.date.into_iter().collect()).collect(),
            comparisons: Vec::new(),
        }
    }

    fn join_copies(&mut self, reports: &[Report], copies: &[Vec<usize>]) {
        for pair in copies.iter().flat_map(|group| group.windows(2)) {
            let score = score(&reports[pair[0]].view, &reports[pair[1]].view, &|_| false);
            self.union(pair[0], pair[1]);
            self.comparisons.push(Comparison {
                left: pair[0],
                right: pair[1],
                points: score.points,
                evidence: score.evidence,
                obstacle: None,
            });
        }
    }

    /// Joins along the edges, best first, unless something stands against it. Gives the edges with what came of them.
    fn join_best(&mut self, reports: &[Report], mut edges: Vec<(usize, usize, Score)>) -> Vec<Comparison> {
        edges.sort_by_key(|(left, right, score)| (-score.points, *left, *right));
        let ambiguous = ambiguous(reports, &edges);
        let mut comparisons = Vec::new();
        for (i, (left, right, score)) in edges.into_iter().enumerate() {
            let obstacle = score.obstacle.or(ambiguous.contains(&i).then_some(Obstacle::Ambiguous)).or_else(|| self.obstacle(left, right));
            let joined_already = obstacle.is_none() && self.union.equiv(left, right);
            if obstacle.is_none() && !joined_already {
                self.union(left, right);
            }
            if !joined_already {
                comparisons.push(Comparison { left, right, points: score.points, evidence: score.evidence, obstacle });
            }
        }
        // What found together on another way is no near merge.
        comparisons.retain(|c| c.obstacle.is_none() || !self.union.equiv(c.left, c.right));
        comparisons
    }

    /// What stands against joining two clusters.
    fn obstacle(&self, left: usize, right: usize) -> Option<Obstacle> {
        let (a, b) = (self.union.find(left), self.union.find(right));
        if a == b {
            return None;
        }
        if !self.documents[a].is_disjoint(&self.documents[b]) {
            return Some(Obstacle::SameDocument);
        }
        let contradict = self.dates[a].iter().any(|x| self.dates[b].iter().any(|y| x.agreement(*y) == Dates::Contradiction));
        contradict.then_some(Obstacle::Date)
    }

    fn union(&mut self, left: usize, right: usize) {
        let (a, b) = (self.union.find(left), self.union.find(right));
        if self.union.union(a, b) {
            let root = self.union.find(a);
            let other = if root == a { b } else { a };
            let (mut documents, dates) = (std::mem::take(&mut self.documents[other]), std::mem::take(&mut self.dates[other]));
            // The smaller set moves into the larger one, so that many joins stay near linear.
            if documents.len() > self.documents[root].len() {
                std::mem::swap(&mut documents, &mut self.documents[root]);
            }
            // Not `append`: that walks over both sets.
            self.documents[root].extend(documents);
            self.dates[root].extend(dates);
        }
    }

    fn clusters(&self, reports: usize) -> Vec<Vec<usize>> {
        let mut by_root: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for report in 0..reports {
            by_root.entry(self.union.find(report)).or_default().push(report);
        }
        let mut clusters: Vec<_> = by_root.into_values().collect();
        clusters.sort();
        clusters
    }
}

/// Edges of a report that has two about equally good ones, to reports that cannot be of one agreement. Of them none holds.
fn ambiguous(reports: &[Report], edges: &[(usize, usize, Score)]) -> BTreeSet<usize> {
    let mut of: BTreeMap<usize, Vec<(usize, usize, i32)>> = BTreeMap::new();
    for (i, (a, b, score)) in edges.iter().enumerate().filter(|(_, e)| e.2.obstacle.is_none()) {
        of.entry(*a).or_default().push((i, *b, score.points));
        of.entry(*b).or_default().push((i, *a, score.points));
    }
    let mut found = BTreeSet::new();
    for edges in of.values() {
        // OK because: an entry is made with its first edge. Edges come best first.
        let (_, best, points) = edges[0];
        let exclusive = |other: usize| {
            let contradict = |(x, y): (Span, Span)| x.agreement(y) == Dates::Contradiction;
            let dates = reports[best].view.date.zip(reports[other].view.date);
            best != other && (reports[best].document == reports[other].document || dates.is_some_and(contradict))
        };
        let close = |&&(_, _, p): &&(usize, usize, i32)| p + MARGIN > points;
        if edges.iter().filter(close).any(|&(_, other, _)| exclusive(other)) {
            found.extend(edges.iter().map(|e| e.0));
        }
    }
    found
}
