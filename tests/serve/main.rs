//! `pakt serve` as its clients meet it.
//!
//! - `protocol`: the endpoint, graphs, nodes, the description
//! - `state`: builds beside a server, copies that are left over
//! - `hostile`: queries and requests that were made to do harm
//! - `pages`: pages in a browser (`browser`)
//! - `clients`: programs of others that speak the protocol

mod browser;
mod clients;
mod hostile;
mod pages;
#[path = "../common/place.rs"]
mod place;
#[path = "../common/press.rs"]
mod press;
mod protocol;
mod served;
mod state;
