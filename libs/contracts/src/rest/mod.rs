//! The calls of the contract over REST: which method is behind which path, what stands in the path, and what may be asked for in the query.

mod query;

use std::sync::LazyLock;

use prost_reflect::{FieldDescriptor, MethodDescriptor};

pub use query::Parameter;

use crate::{
    options::v1::{Rest, rest::Verb},
    rules::POOL,
};

/// Where the major version of the interface stands in each path.
pub const VERSION_PATH: &str = "/v1";

/// Version of the interface over REST, as each answer and the OpenAPI document name it.
pub const VERSION: &str = "1.0.0";

/// How a call over REST is made, as the HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// Reads.
    Get,
    /// Changes, or asks with a body.
    Post,
    /// Replaces.
    Put,
    /// Takes away.
    Delete,
}

impl Method {
    /// Its name in an OpenAPI document.
    #[must_use]
    pub fn lower_case(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Post => "post",
            Self::Put => "put",
            Self::Delete => "delete",
        }
    }

    /// Whether the request has a body: the message in its JSON form, without what the path says.
    #[must_use]
    pub fn has_body(self) -> bool {
        matches!(self, Self::Post | Self::Put)
    }
}

/// One method of the contract over REST.
#[derive(Debug, Clone)]
pub struct Route {
    /// The method.
    pub call: MethodDescriptor,
    /// The HTTP method.
    pub method: Method,
    /// The path, as the contract has it: `/v1/subscriptions/{subscription.subscription_id}`.
    pub template: String,
}

impl Route {
    fn of(call: MethodDescriptor) -> Option<Self> {
        let (method, template) = match rest_option(&call)?.verb? {
            Verb::Get(path) => (Method::Get, path),
            Verb::Post(path) => (Method::Post, path),
            Verb::Put(path) => (Method::Put, path),
            Verb::Delete(path) => (Method::Delete, path),
        };
        Some(Self {
            call,
            method,
            template,
        })
    }

    /// Path of the call over gRPC, `/<package>.<Service>/<Method>`.
    #[must_use]
    pub fn call_path(&self) -> String {
        format!("/{}/{}", self.service(), self.call.name())
    }

    /// Full name of its gRPC service.
    #[must_use]
    pub fn service(&self) -> String {
        self.call.parent_service().full_name().to_owned()
    }

    /// The fields of the request that stand in the path, in their order, each as its path in the request.
    #[must_use]
    pub fn path_fields(&self) -> Vec<String> {
        let pieces = self.template.split('{').skip(1);
        pieces
            .filter_map(|piece| Some(piece.split_once('}')?.0.to_owned()))
            .collect()
    }

    /// What may be asked for in the query: everything that is not in the path, unless there is a body.
    #[must_use]
    pub fn query(&self) -> Vec<Parameter> {
        if self.method.has_body() {
            return Vec::new();
        }
        query::parameters(&self.call.input(), &self.path_fields())
    }

    /// The path with each field named by [`parameter`]: `/v1/subscriptions/{subscriptionId}`.
    #[must_use]
    pub fn path(&self) -> String {
        self.path_fields()
            .iter()
            .fold(self.template.clone(), |path, field| {
                path.replace(&format!("{{{field}}}"), &format!("{{{}}}", parameter(field)))
            })
    }
}

/// What a field in a path is called there: the last part of its own path, in lowerCamelCase.
#[must_use]
pub fn parameter(field: &str) -> String {
    camel_case(field.rsplit('.').next().unwrap_or(field))
}

/// All methods of the contract that can be called over REST, by path.
pub static ROUTES: LazyLock<Vec<Route>> = LazyLock::new(|| {
    let mut routes: Vec<Route> = POOL
        .services()
        .flat_map(|service| service.methods().collect::<Vec<_>>())
        .filter_map(Route::of)
        .collect();
    routes.sort_by_key(|route| (route.path(), route.method));
    routes
});

fn rest_option(call: &MethodDescriptor) -> Option<Rest> {
    let extension = POOL.get_extension_by_name("schakelpunt.options.v1.rest")?;
    let options = call.options();
    if !options.has_extension(&extension) {
        return None;
    }
    let option = options.get_extension(&extension);
    option.as_message()?.transcode_to().ok()
}

/// Whether the bytes of a field are a JSON document (`option (schakelpunt.options.v1.json)`).
#[must_use]
pub fn is_json(field: &FieldDescriptor) -> bool {
    let Some(extension) = field
        .parent_pool()
        .get_extension_by_name("schakelpunt.options.v1.json")
    else {
        return false;
    };
    let options = field.options();
    options.has_extension(&extension) && options.get_extension(&extension).as_bool() == Some(true)
}

/// A path of fields as the JSON form names them: `scope.block_id` is `scope.blockId`.
#[must_use]
pub fn camel_case(path: &str) -> String {
    let mut camel = String::with_capacity(path.len());
    let mut letters = path.chars().peekable();
    while let Some(letter) = letters.next() {
        match letters.peek() {
            Some(next) if letter == '_' && next.is_ascii_lowercase() => {
                camel.extend(letters.next().map(|next| next.to_ascii_uppercase()));
            }
            _ => camel.push(letter),
        }
    }
    camel
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use prost_reflect::{Kind, MessageDescriptor};

    use super::*;

    fn field(message: &MessageDescriptor, path: &str) -> Option<Kind> {
        let (first, rest) = path.split_once('.').unwrap_or((path, ""));
        let found = message.get_field_by_name(first)?;
        match (found.kind(), rest) {
            (Kind::Message(inner), rest) if !rest.is_empty() => field(&inner, rest),
            (kind, "") if !found.is_list() => Some(kind),
            _ => None,
        }
    }

    #[test]
    fn paths_are_those_of_the_design_rules() {
        assert!(ROUTES.len() > 40, "the contract has calls over REST");
        for route in ROUTES.iter() {
            let path = &route.template;
            let inside = path
                .strip_prefix("/v1/")
                .unwrap_or_else(|| panic!("{path} has a version"));
            for segment in inside.split('/') {
                let is_field = segment.starts_with('{') && segment.ends_with('}');
                let is_kebab = segment.bytes().all(|it| it.is_ascii_lowercase() || it == b'-');
                assert!(!segment.is_empty() && (is_field || is_kebab), "{path}: {segment}");
            }
        }
    }

    #[test]
    fn every_field_in_a_path_is_a_text_of_the_request() {
        for route in ROUTES.iter() {
            for name in route.path_fields() {
                let kind = field(&route.call.input(), &name);
                assert_eq!(kind, Some(Kind::String), "{} names {name}", route.template);
            }
        }
    }

    #[test]
    fn every_method_and_path_is_one_call_that_answers_once() {
        let mut seen = BTreeSet::new();
        for route in ROUTES.iter() {
            assert!(
                seen.insert((route.path(), route.method)),
                "{} twice",
                route.template
            );
            assert!(!route.call.is_server_streaming(), "{} streams", route.template);
        }
    }

    #[test]
    fn a_path_names_its_parameters_in_camel_case() {
        let revise = ROUTES
            .iter()
            .find(|it| it.call.name() == "ReviseSubscription")
            .unwrap();
        assert_eq!(revise.path(), "/v1/subscriptions/{subscriptionId}");
        assert_eq!(revise.path_fields(), ["subscription.subscription_id"]);
        assert_eq!(
            revise.call_path(),
            "/schakelpunt.exchange.v1.SubscriptionService/ReviseSubscription"
        );
    }

    #[test]
    fn names_are_written_as_the_json_form_does() {
        assert_eq!(camel_case("scope.block_id"), "scope.blockId");
        assert_eq!(camel_case("filters[0].exact"), "filters[0].exact");
        assert_eq!(camel_case("trailing_"), "trailing_");
    }
}
