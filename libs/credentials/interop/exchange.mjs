// The independent implementation that this crate exchanges documents with, in both directions:
//
//   node exchange.mjs make FOLDER     makes credentials, a status list and an issuer's document for us to verify
//   node exchange.mjs check FOLDER    verifies what we made, and that it finds a change; the exit code is the answer
//
// Everything here is theirs (Digital Bazaar's for embedded proofs and status lists, jose for tokens), except the
// contexts, which are the files of this crate: nothing is fetched.
import * as fs from 'node:fs';
import * as path from 'node:path';
import {createPrivateKey} from 'node:crypto';
import * as vc from '@digitalbazaar/vc';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {checkStatus, createList} from '@digitalbazaar/vc-bitstring-status-list';
import {exportJWK, importJWK, jwtVerify, SignJWT} from 'jose';

const HERE = import.meta.dirname;
const V2 = 'https://www.w3.org/ns/credentials/v2';
const OB = 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json';
const EXTENSIONS = 'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json';
const MULTIKEY = 'https://w3id.org/security/multikey/v1';

const CONTEXTS = Object.fromEntries([
  [V2, 'credentials-v2.jsonld'],
  [OB, 'ob-3.0.3.json'],
  [EXTENSIONS, 'ob-extensions.json'],
  [MULTIKEY, 'multikey-v1.jsonld'],
  ['https://w3id.org/security/data-integrity/v2', 'data-integrity-v2.jsonld'],
].map(([url, file]) => [url, JSON.parse(fs.readFileSync(path.join(HERE, '..', 'contexts', file), 'utf8'))]));

// Contexts, documents by their URL, and keys by theirs: the method of a controller's document.
function loader(documents) {
  return async url => {
    const whole = CONTEXTS[url] ?? documents[url];
    if(whole) {
      return {contextUrl: null, documentUrl: url, document: whole};
    }
    const methods = documents[url.split('#')[0]]?.verificationMethod ?? [];
    const method = methods.find(({id}) => id === url);
    if(!method) {
      throw new Error(`nothing is known at ${url}`);
    }
    return {contextUrl: null, documentUrl: url, document: {'@context': MULTIKEY, ...method}};
  };
}

async function make(folder) {
  const issuer = 'https://maker.example/issuers/1';
  const seed = new Uint8Array(32).fill(42);
  const pair = await Ed25519Multikey.generate({seed, controller: issuer, id: `${issuer}#key-1`});
  const {publicKeyMultibase} = await pair.export({publicKey: true});
  const der = fs.readFileSync(path.join(HERE, '..', 'tests', 'fixtures', 'rsa-2048.pkcs8'));
  const rsa = createPrivateKey({key: der, format: 'der', type: 'pkcs8'});
  const {kty, n, e} = await exportJWK(rsa);
  const controller = {
    '@context': ['https://www.w3.org/ns/did/v1', MULTIKEY],
    id: issuer,
    verificationMethod: [
      {id: `${issuer}#key-1`, type: 'Multikey', controller: issuer, publicKeyMultibase},
      {id: `${issuer}#key-2`, type: 'JsonWebKey', controller: issuer, publicKeyJwk: {kty, n, e}},
    ],
    assertionMethod: [`${issuer}#key-1`, `${issuer}#key-2`],
  };
  const list = 'https://maker.example/status/1';
  const credential = index => ({
    '@context': [V2, OB, EXTENSIONS],
    id: `https://maker.example/credentials/${index}`,
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    name: 'Zonnepanelen leggen – “veilig” \\ op hoogte',
    issuer: {id: issuer, type: ['Profile'], name: 'Maker', url: 'https://maker.example/'},
    validFrom: '2026-01-01T00:00:00Z',
    validUntil: '2031-01-01T00:00:00Z',
    credentialSubject: {
      id: 'urn:uuid:b0a9d0d4-5a4b-4b7e-8f2c-4d3b2a190807',
      type: ['AchievementSubject'],
      identifier: [{
        type: 'IdentityObject', hashed: true, identityType: 'emailAddress', salt: 'Kosher',
        identityHash: 'sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399',
      }],
      creditsEarned: 2.5,
      achievement: {
        id: 'https://maker.example/classes/solar',
        type: ['Achievement'],
        achievementType: 'MicroCredential',
        name: 'Zonnepanelen leggen',
        description: 'Twee regels,\nen een tab\tdaarin. 😀',
        criteria: {narrative: 'Een praktijkopdracht.'},
        creditsAvailable: 3,
        inLanguage: 'nl',
        alignment: [
          {type: ['Alignment'], targetName: 'EQF level 4', targetCode: '4', targetType: 'ext:EQF',
            targetUrl: 'http://data.europa.eu/snb/eqf/4'},
          {type: ['Alignment'], targetName: 'solar', targetUrl: 'https://maker.example/skills/solar'},
        ],
      },
    },
    credentialStatus: {
      id: `${list}#${index}`, type: 'BitstringStatusListEntry', statusPurpose: 'revocation',
      statusListIndex: String(index), statusListCredential: list,
    },
    credentialSchema: [{
      id: 'https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json',
      type: '1EdTechJsonSchemaValidator2019',
    }],
  });
  const documentLoader = loader({[issuer]: controller});
  const suite = () => new DataIntegrityProof({signer: pair.signer(), cryptosuite, date: '2026-01-01T00:00:00Z'});
  const issue = document => vc.issue({credential: document, suite: suite(), documentLoader});
  const bits = await createList({length: 131072});
  bits.setStatus(23, true);
  const claims = credential(7);
  const token = await new SignJWT(claims)
    .setProtectedHeader({alg: 'RS256', typ: 'JWT', kid: `${issuer}#key-2`})
    .setIssuer(issuer).setJti(claims.id).setSubject(claims.credentialSubject.id)
    .setNotBefore(new Date(claims.validFrom)).setExpirationTime(new Date(claims.validUntil))
    .sign(rsa);
  // As Open Badges has it for the first version of the data model: the credential in a claim, and the key in the header.
  const {validFrom, validUntil, credentialStatus, credentialSchema, ...kept} = claims;
  const {creditsEarned, ...subject} = kept.credentialSubject;
  const {inLanguage, ...achievement} = subject.achievement;
  const older = {
    ...kept,
    '@context': [
      'https://www.w3.org/2018/credentials/v1', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json',
    ],
    issuanceDate: validFrom, expirationDate: validUntil, credentialSubject: {...subject, achievement},
  };
  const olderToken = await new SignJWT({vc: older})
    .setProtectedHeader({alg: 'RS256', typ: 'JWT', jwk: {kty, n, e}})
    .setIssuer(issuer).setJti(older.id).setSubject(subject.id)
    .setNotBefore(new Date(validFrom)).setExpirationTime(new Date(validUntil))
    .sign(rsa);
  const write = (name, content) => fs.writeFileSync(path.join(folder, name), content);
  const json = value => `${JSON.stringify(value, null, 2)}\n`;
  write('controller.json', json(controller));
  write('good.json', json(await issue(credential(7))));
  write('revoked.json', json(await issue(credential(23))));
  write('good.jwt', token);
  write('good-version-1.jwt', olderToken);
  write('status-list.json', json(await issue({
    '@context': [V2], id: list, type: ['VerifiableCredential', 'BitstringStatusListCredential'], issuer,
    validFrom: '2026-01-01T00:00:00Z',
    credentialSubject: {
      id: `${list}#list`, type: 'BitstringStatusList', statusPurpose: 'revocation',
      // Their package leaves out the multibase prefix of the Recommendation, and adds it where it makes the credential.
      encodedList: (await bits.encode()).replace(/^u?/, 'u'),
    },
  })));
}

async function check(folder) {
  const read = name => fs.readFileSync(path.join(folder, name), 'utf8');
  const json = name => JSON.parse(read(name));
  const [controller, list] = [json('controller.json'), json('status-list.json')];
  const documentLoader = loader({[controller.id]: controller, [list.id]: list});
  const suite = () => new DataIntegrityProof({cryptosuite});
  const now = '2026-06-02T00:00:00Z';
  // Their check of a status knows no other moment than now, so the list's own proof is checked apart.
  const status = async ({credential}) => {
    const result = await checkStatus({
      credential, documentLoader, verifyBitstringStatusListCredential: false, verifyMatchingIssuers: true,
    });
    const {verified} = await vc.verifyCredential({credential: list, suite: suite(), documentLoader, now});
    const revoked = result.results?.some(({status}) => status) ?? true;
    return {...result, verified: result.verified && verified && !revoked};
  };
  const verified = async credential => {
    const result = await vc.verifyCredential({credential, suite: suite(), documentLoader, checkStatus: status, now});
    if(!result.verified) {
      console.error(JSON.stringify(result.error ?? result.statusResult, null, 2));
    }
    return result.verified;
  };
  const expect = (what, found, expected) => {
    console.log(`${what}: ${found}`);
    if(found !== expected) {
      process.exitCode = 1;
    }
  };
  expect('credential', await verified(json('good.json')), true);
  expect('revoked credential', await verified(json('revoked.json')), false);
  const changed = json('good.json');
  changed.credentialSubject.achievement.name += '!';
  expect('changed credential', await verified(changed), false);
  const token = read('good.jwt').trim();
  const {kid} = JSON.parse(Buffer.from(token.split('.')[0], 'base64url'));
  const {publicKeyJwk} = controller.verificationMethod.find(({id}) => id === kid);
  const {payload} = await jwtVerify(token, await importJWK(publicKeyJwk, 'RS256'), {
    issuer: controller.id, typ: 'JWT', currentDate: new Date(now),
  });
  expect('token', payload.jti === payload.id && payload.sub === payload.credentialSubject.id, true);
}

const [command, folder] = process.argv.slice(2);
await {make, check}[command](folder);
