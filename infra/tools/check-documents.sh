#!/usr/bin/env bash
# Holds the documents that are made from the contract against their rules: OpenAPI against its schema and the NL API Design Rules, AsyncAPI
# against its schema. Nothing may be found, not even a warning.
set -euo pipefail
cd "$(dirname "$0")/../.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
check() {
    cargo run --quiet --package contracts --example documents --locked -- "$1" >"$folder/$1.json"
    infra/tools/node_modules/.bin/spectral lint --fail-severity hint --ruleset "infra/tools/$2" "$folder/$1.json"
}
check openapi api-design-rules.yml
check asyncapi asyncapi.yml
