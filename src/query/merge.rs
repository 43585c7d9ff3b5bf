//! Asking all graphs as one without counting what several of them say.
//!
//! SPARQL asks a *merge* of graphs, in which a triple is there once. The evaluator walks through the graphs instead,
//! so a triple that two documents say would match twice, and `COUNT(?agreement)` would count reports. A group of
//! patterns has each solution at most once in a merge, which is why making its solutions distinct gives what the
//! merge would. The groups are taken as large as can be, so that the planner still sees all that it can reorder.
//!
//! One case is not exact: `a|b` on a property path yields the same pair once, not twice, if both properties hold.

use spargebra::Query;
use spargebra::algebra::GraphPattern;

/// The query with the same answers over a walk through the graphs as over their merge.
pub(super) fn over_all_graphs(query: Query) -> Query {
    match query {
        Query::Select { dataset, pattern, base_iri } => Query::Select { dataset, pattern: rewrite(pattern), base_iri },
        // Triples are a set already, and for ASK one solution is as good as two; only what they count may differ.
        Query::Construct { template, dataset, pattern, base_iri } => {
            Query::Construct { template, dataset, pattern: rewrite(pattern), base_iri }
        }
        Query::Describe { dataset, pattern, base_iri } => Query::Describe { dataset, pattern: rewrite(pattern), base_iri },
        Query::Ask { dataset, pattern, base_iri } => Query::Ask { dataset, pattern: rewrite(pattern), base_iri },
    }
}

fn rewrite(pattern: GraphPattern) -> GraphPattern {
    use GraphPattern as P;
    if yields_a_set(&pattern) {
        return if reads_all_graphs(&pattern) { P::Distinct { inner: Box::new(pattern) } } else { pattern };
    }
    let inside = |inner: Box<P>| Box::new(rewrite(*inner));
    match pattern {
        P::Join { left, right } => P::Join { left: inside(left), right: inside(right) },
        P::LeftJoin { left, right, expression } => P::LeftJoin { left: inside(left), right: inside(right), expression },
        P::Lateral { left, right } => P::Lateral { left: inside(left), right: inside(right) },
        // What is taken away may be found twice; it is gone all the same.
        P::Minus { left, right } => P::Minus { left: inside(left), right },
        P::Union { left, right } => P::Union { left: inside(left), right: inside(right) },
        P::Filter { expr, inner } => P::Filter { expr, inner: inside(inner) },
        P::Extend { inner, variable, expression } => P::Extend { inner: inside(inner), variable, expression },
        P::OrderBy { inner, expression } => P::OrderBy { inner: inside(inner), expression },
        P::Project { inner, variables } => P::Project { inner: inside(inner), variables },
        P::Distinct { inner } => P::Distinct { inner: inside(inner) },
        P::Reduced { inner } => P::Reduced { inner: inside(inner) },
        P::Slice { inner, start, length } => P::Slice { inner: inside(inner), start, length },
        P::Group { inner, variables, aggregates } => P::Group { inner: inside(inner), variables, aggregates },
        other => other,
    }
}

/// Whether a merge of graphs gives each solution of the pattern once.
fn yields_a_set(pattern: &GraphPattern) -> bool {
    use GraphPattern as P;
    match pattern {
        P::Bgp { .. } | P::Path { .. } => true,
        P::Join { left, right } | P::LeftJoin { left, right, .. } => yields_a_set(left) && yields_a_set(right),
        P::Filter { inner, .. } | P::Extend { inner, .. } | P::Graph { inner, .. } => yields_a_set(inner),
        P::Minus { left, .. } => yields_a_set(left),
        P::Values { bindings, .. } => bindings.iter().enumerate().all(|(n, row)| !bindings[..n].contains(row)),
        _ => false,
    }
}

/// Whether anything in the pattern is looked for in all graphs rather than in a named one.
fn reads_all_graphs(pattern: &GraphPattern) -> bool {
    use GraphPattern as P;
    match pattern {
        P::Bgp { patterns } => !patterns.is_empty(),
        P::Path { .. } => true,
        P::Join { left, right } | P::LeftJoin { left, right, .. } => reads_all_graphs(left) || reads_all_graphs(right),
        P::Filter { inner, .. } | P::Extend { inner, .. } => reads_all_graphs(inner),
        P::Minus { left, .. } => reads_all_graphs(left),
        _ => false,
    }
}
