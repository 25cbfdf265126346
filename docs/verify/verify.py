#!/usr/bin/env python3
"""Verifies an export of the audit trail, or a receipt for one event, offline.

The second of two programs that share no code: Python's standard library alone, with Ed25519
(RFC 8032) in arithmetic of its own. It does NOT check ML-DSA-44 signatures: verify.mjs does.

    python3 verify.py export.jsonl [--keys keys.txt] [--checkpoint kept.txt]...
    python3 verify.py event.tlog-proof [--event event.json] [--keys keys.txt] [--checkpoint kept.txt]...

Ends with 0 when everything is as it was sealed, 1 when something is not, 2 when that can't be told.
"""

import base64
import binascii
import hashlib
import json
import re
import sys

MAX_SAFE = 2**53 - 1
ALGORITHMS = {1: ("Ed25519", 32), 6: ("ML-DSA-44", 1312)}


class Bad(Exception):
    """Something is not as it was sealed."""


class Unusable(Exception):
    """It can't be told: the input is no such file, or lacks what the proof needs."""


# ---------------------------------------------------------------- bytes and hashes


def sha256(data):
    return hashlib.sha256(data).digest()


def unbase64(text, what, length=None):
    try:
        data = base64.b64decode(text, validate=True) if isinstance(text, str) else None
    except (binascii.Error, ValueError):
        data = None
    if data is None or base64.b64encode(data).decode() != text:
        raise Unusable(f"{what} is not base64.")
    if length is not None and len(data) != length:
        raise Unusable(f"{what} is not {length} bytes long.")
    return data


def name_of(value, what):
    if isinstance(value, str) and value != "":
        return value
    raise Unusable(f"{what} is not a text.")


def whole(value, what):
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_SAFE:
        return value
    raise Unusable(f"{what} is not a whole number.")


def proof_of(steps):
    if not isinstance(steps, list):
        raise Unusable("A proof is no list.")
    return [unbase64(step, "A step of a proof", 32) for step in steps]


def event_hash(previous, body):
    """The hash of an event, which is its leaf hash (RFC 9162)."""
    return sha256(b"\x00" + previous + body)


def genesis(chain):
    return sha256(f"ultrathink audit chain v1\n{chain}\n".encode())


def node_hash(left, right):
    return sha256(b"\x01" + left + right)


# ---------------------------------------------------------------- the Merkle tree (RFC 9162)


def split_of(size):
    """The largest power of two smaller than size."""
    return 1 << (size - 1).bit_length() - 1


def root_of_inclusion(index, size, leaf, proof):
    """The root that leaf and proof lead to, from the root downwards; None for a wrong length."""
    turns = []
    while size > 1:
        split = split_of(size)
        if index < split:
            turns.append("right")
            size = split
        else:
            turns.append("left")
            index, size = index - split, size - split
    if len(turns) != len(proof):
        return None
    value = leaf
    for turn, sibling in zip(reversed(turns), proof):
        value = node_hash(value, sibling) if turn == "right" else node_hash(sibling, value)
    return value


def roots_of_consistency(first, size, first_root, proof):
    """Both roots a consistency proof leads to, by the definition in RFC 9162, 2.1.4.1."""
    rest = list(proof)

    def walk(part, width, is_whole):
        if part == width:
            value = first_root if is_whole else rest.pop(0)
            return value, value
        split = split_of(width)
        if part <= split:
            old, new = walk(part, split, is_whole)
            return old, node_hash(new, rest.pop(0))
        old, new = walk(part - split, width - split, False)
        left = rest.pop(0)
        return node_hash(left, old), node_hash(left, new)

    try:
        roots = walk(first, size, True)
    except IndexError:
        return None
    return None if rest else roots


class Frontier:
    """The right edge of a growing tree."""

    def __init__(self):
        self.size = 0
        self.stack = []

    def push(self, leaf):
        value, rest = leaf, self.size
        while rest % 2 == 1:
            value = node_hash(self.stack.pop(), value)
            rest //= 2
        self.stack.append(value)
        self.size += 1

    def root(self):
        value = self.stack[-1]
        for left in reversed(self.stack[:-1]):
            value = node_hash(left, value)
        return value


# ---------------------------------------------------------------- Ed25519 (RFC 8032)

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def recover_x(y, sign):
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if sign else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P != 0:
        x = x * SQRT_OF_MINUS_ONE % P
    if (x * x - square) % P != 0:
        return None
    return P - x if x & 1 != sign else x


def point_of(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    x = recover_x(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


def add(a, b):
    first = (a[1] - a[0]) * (b[1] - b[0]) % P
    second = (a[1] + a[0]) * (b[1] + b[0]) % P
    third = 2 * a[3] * b[3] * D % P
    fourth = 2 * a[2] * b[2] % P
    e, f, g, h = second - first, fourth - third, fourth + third, second + first
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(scalar, point):
    result = (0, 1, 1, 0)
    while scalar > 0:
        if scalar & 1:
            result = add(result, point)
        point = add(point, point)
        scalar >>= 1
    return result


def encoded(point):
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (recover_x(BASE_Y, 0), BASE_Y, 1, recover_x(BASE_Y, 0) * BASE_Y % P)


def is_ed25519(public, message, signature):
    if len(public) != 32 or len(signature) != 64:
        return False
    key = point_of(public)
    s = int.from_bytes(signature[32:], "little")
    if key is None or s >= ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    k = int.from_bytes(digest, "little") % ORDER
    minus_key = (P - key[0], key[1], key[2], P - key[3])
    return encoded(add(times(s, BASE), times(k, minus_key))) == signature[:32]


# ---------------------------------------------------------------- keys and checkpoints (C2SP)


def parse_key(text):
    found = re.fullmatch(r"([^\s+]+)\+([0-9a-f]{8})\+(\S+)", text)
    if found is None:
        raise Unusable(f"This is no verifier key: {text[:60]}")
    name, key_id, encoded_key = found.groups()
    data = unbase64(encoded_key, f"The key {name}+{key_id}")
    algorithm, length = ALGORITHMS.get(data[0] if data else 0, (None, None))
    made = sha256(name.encode() + b"\n" + data)[:4].hex()
    if length is None or len(data) - 1 != length or made != key_id:
        raise Unusable(f"The key {name}+{key_id} is not the key its id names.")
    return {"name": name, "id": key_id, "algorithm": algorithm, "raw": data[1:]}


def parse_checkpoint(note):
    end = note.rfind("\n\n")
    text = note[: end + 1]
    lines = text.split("\n")
    is_read = end > 0 and note.endswith("\n") and len(lines) == 4 and lines[0] != ""
    if not is_read or re.fullmatch(r"0|[1-9][0-9]{0,15}", lines[1]) is None:
        raise Unusable("A checkpoint is not of the format C2SP tlog-checkpoint.")
    signatures = []
    for line in note[end + 2 : -1].split("\n"):
        found = re.fullmatch(r"— ([^\s+]+) (\S+)", line)
        if found is None:
            raise Unusable("A signature line of a checkpoint can not be read.")
        data = unbase64(found[2], "A signature")
        signatures.append((found[1], data[:4].hex(), data[4:]))
    root = unbase64(lines[2], "A root", 32)
    return {
        "origin": lines[0],
        "size": int(lines[1]),
        "root": root,
        "text": text,
        "signatures": signatures,
    }


class Checkpoints:
    """Signed, of one log, and each continuing the one before it."""

    def __init__(self, keys):
        self.keys = keys
        self.list = []
        self.links = {}

    def add(self, note):
        checkpoint = parse_checkpoint(note)
        size = checkpoint["size"]
        is_signed = False
        for name, key_id, data in checkpoint["signatures"]:
            for key in self.keys:
                if (key["name"], key["id"]) != (name, key_id) or key["algorithm"] != "Ed25519":
                    continue
                if not is_ed25519(key["raw"], checkpoint["text"].encode(), data):
                    raise Bad(f"the checkpoint over {size} events: its Ed25519 signature is not good.")
                is_signed = True
        if not is_signed:
            raise Bad(f"the checkpoint over {size} events: no key that is known signed it.")
        self.list.append(checkpoint)
        return checkpoint

    def sorted(self):
        return sorted(self.list, key=lambda one: one["size"])

    def check_growth(self, recomputed=frozenset()):
        ordered = self.sorted()
        for first, second in zip(ordered, ordered[1:]):
            if first["origin"] != second["origin"]:
                raise Bad("the checkpoints belong to different logs.")
            if first["size"] in recomputed and second["size"] in recomputed:
                continue
            if first["size"] == second["size"]:
                continues = first["root"] == second["root"]
            else:
                continues = self.is_linked(first, second)
            if not continues:
                raise Bad(
                    f"the checkpoint over {second['size']} events: "
                    f"it does not continue the one over {first['size']}."
                )

    def is_linked(self, first, second):
        if first["size"] == 0:
            return True
        proof = self.links.get((first["size"], second["size"]))
        if proof is None:
            raise Unusable(
                f"Nothing here shows that the checkpoint over {second['size']} events continues "
                f"the one over {first['size']}. Ask for an export that starts from it."
            )
        roots = roots_of_consistency(first["size"], second["size"], first["root"], proof)
        return roots == (first["root"], second["root"])

    def sentences(self):
        sizes = []
        for checkpoint in self.sorted():
            if checkpoint["size"] not in sizes:
                sizes.append(checkpoint["size"])
        named = [*sizes[:3], "...", *sizes[-2:]] if len(sizes) > 6 else sizes
        growth = ["They belong to one log that only grew."] if len(sizes) > 1 else []
        return [
            f"Checkpoints with a good Ed25519 signature: {len(self.list)}, "
            f"over {', '.join(map(str, named))} events.",
            *growth,
        ]


# ---------------------------------------------------------------- an export

CONTENT = "its contents are not those its hash was made of."
LINK = "it does not follow the event before it."
PLACE = "the log that was signed does not hold it at its place."


class Walk:
    """Follows the events of an export, in their order, and stops at the first that is wrong."""

    def __init__(self, header, checkpoints):
        self.scope = header["scope"]
        self.kind = self.scope["kind"]
        self.signed = checkpoints.sorted()
        self.top = next((one for one in self.signed if one["size"] == header["size"]), None)
        if self.top is None:
            raise Unusable("The export lacks the checkpoint its proofs end in.")
        start, to = self.scope.get("from"), self.scope.get("to")
        is_whole = self.kind == "Log" and start == 0 and to == header["size"]
        self.frontier = Frontier() if is_whole else None
        self.by_size = {}
        for one in self.signed:
            self.by_size.setdefault(one["size"], []).append(one)
        self.recomputed = set()
        self.next = start
        self.end = {"Log": to, "Chain": None if to is None else to + 1, "Selection": None}[self.kind]
        self.chains = {}
        self.events = 0

    def take(self, line):
        index = whole(line.get("index"), "A place")
        chain = name_of(line.get("chain"), "The name of a chain")
        sequence = whole(line.get("sequence"), "A sequence number")
        self.check_gap(index, chain, sequence)
        previous = unbase64(line.get("previousHash"), "A hash", 32)
        body = unbase64(line.get("body"), "A body")
        named = f"sequence {sequence} of the chain {chain} (place {index}):"
        value = event_hash(previous, body)
        if value != unbase64(line.get("hash"), "A hash", 32):
            raise Bad(f"{named} {CONTENT}")
        before = self.before(chain, sequence)
        if before is not None and before != previous:
            raise Bad(f"{named} {LINK}")
        if self.frontier is None:
            steps = proof_of(line.get("proof"))
            size = self.top["size"]
            found = root_of_inclusion(index, size, value, steps) if index < size else None
            if found != self.top["root"]:
                raise Bad(f"{named} {PLACE}")
        else:
            self.frontier.push(value)
            self.compare_roots()
        first = self.chains[chain][0] if chain in self.chains else sequence
        self.chains[chain] = (first, sequence, value)
        self.events += 1

    def before(self, chain, sequence):
        if chain in self.chains:
            _, known, value = self.chains[chain]
            return value if known == sequence - 1 else None
        return genesis(chain) if sequence == 1 else None

    def check_gap(self, index, chain, sequence):
        known = self.chains[chain][1] if chain in self.chains else None
        if known is not None and sequence <= known:
            raise Bad(
                f"sequence {sequence} of the chain {chain} (place {index}): "
                f"it stands here after sequence {known}."
            )
        if self.kind == "Selection":
            return
        if self.kind == "Chain":
            if chain != self.scope["chain"]:
                raise Bad(
                    f"sequence {sequence} of the chain {chain}: it does not belong to this export."
                )
            expected = self.next
        elif known is None:
            expected = 1 if self.scope["from"] == 0 else sequence
        else:
            expected = known + 1
        if sequence != expected:
            raise Bad(f"sequence {expected} of the chain {chain}: it is missing here.")
        if self.kind == "Log" and index != self.next:
            raise Bad(f"place {self.next} of the log: it is missing here.")
        self.next += 1

    def compare_roots(self):
        size = self.frontier.size
        for checkpoint in self.by_size.get(size, []):
            if self.frontier.root() != checkpoint["root"]:
                raise Bad(
                    f"the checkpoint over {size} events: "
                    "the events before it are not those it was signed for."
                )
            self.recomputed.add(size)

    def finish(self, told):
        if self.end is not None and self.next < self.end:
            where = f"place {self.next} of the log"
            if self.kind == "Chain":
                where = f"sequence {self.next} of the chain {self.scope['chain']}"
            raise Bad(f"{where}: it is missing here.")
        if told is None:
            raise Bad(f"the end of the file: it is missing, after {self.events} events.")
        if told != self.events:
            raise Bad(f"the end of the file: it says {told} events, and there are {self.events}.")

    def sentences(self):
        lines = [
            f"Events: {self.events}. Each is as it was sealed and stands in the log that was signed."
        ]
        for chain, (first, last, _) in self.chains.items():
            if self.kind == "Selection":
                lines.append(
                    f"Chain {chain}: events between sequence {first} and {last}, those that were asked for."
                )
            else:
                lines.append(f"Chain {chain}: whole from sequence {first} to {last}.")
        if self.kind == "Selection":
            lines.append("That none was left out is not shown by such an export.")
        return lines


def number_of(text):
    """As JavaScript has it: 1.0 and 1e3 are whole numbers."""
    value = float(text)
    return int(value) if value.is_integer() else value


def refuse_constant(text):
    raise ValueError(text)


def parse_line(text, number):
    try:
        return json.loads(text, parse_float=number_of, parse_constant=refuse_constant)
    except ValueError:
        raise Unusable(f"Line {number} is not JSON.") from None


def check_header(header):
    version = header.get("version")
    if header.get("kind") != "Export" or version != 1 or version is True:
        raise Unusable("The file does not begin like an export of version 1.")
    name_of(header.get("origin"), "The origin")
    whole(header.get("size"), "The size")
    scope = header.get("scope") or {}
    if scope.get("kind") not in ("Log", "Chain", "Selection"):
        raise Unusable("The export has an unknown scope.")
    if scope["kind"] != "Selection":
        whole(scope["to"] - whole(scope.get("from"), "The start"), "The end")
    return header


def verify_export(lines, named, kept):
    keys = list(named or [])
    header = checkpoints = walk = told = None

    def begin():
        for note in kept:
            size = checkpoints.add(note)["size"]
            if size > header["size"]:
                raise Unusable(
                    f"A checkpoint you keep is over {size} events, and this export ends at "
                    f"{header['size']}. Ask for a newer one: if there is none, events were cut off."
                )
        return Walk(header, checkpoints)

    for number, text in enumerate(lines, 1):
        if told is not None:
            raise Unusable("There are lines after the end of the export.")
        line = parse_line(text, number)
        kind = line.get("kind")
        if number == 1:
            header = check_header(line)
        elif kind == "Key" and checkpoints is None:
            if named is None:
                keys.append(parse_key(line["key"]))
        elif kind == "Checkpoint" and walk is None:
            checkpoints = checkpoints or Checkpoints(keys)
            found = checkpoints.add(line["note"])
            if found["origin"] != header["origin"]:
                raise Bad(f"the checkpoint over {found['size']} events: it belongs to another log.")
        elif kind == "Consistency" and checkpoints is not None:
            sizes = whole(line.get("first"), "A size"), whole(line.get("second"), "A size")
            checkpoints.links[sizes] = proof_of(line.get("proof"))
        elif kind == "Event" and checkpoints is not None:
            walk = walk or begin()
            walk.take(line)
        elif kind == "End" and checkpoints is not None:
            walk = walk or begin()
            told = whole(line.get("events"), "The count at the end")
        else:
            raise Unusable(f"Line {number} has no place there.")
    if checkpoints is None:
        raise Unusable("The export has no checkpoint.")
    walk = walk or begin()
    walk.finish(told)
    checkpoints.check_growth(walk.recomputed)
    return header["origin"], keys, [*walk.sentences(), *checkpoints.sentences()]


# ---------------------------------------------------------------- a receipt


def parse_receipt(text):
    end = text.find("\n\n")
    lines = text[: max(end, 0)].split("\n")
    if lines.pop(0) != "c2sp.org/tlog-proof@v1":
        raise Unusable("This is no receipt.")
    hint = {}
    if lines and lines[0].startswith("extra "):
        extra = unbase64(lines.pop(0)[6:], "The extra line")
        hint = parse_line(extra.decode("utf-8", "replace"), "extra")
    found = re.fullmatch(r"index (0|[1-9][0-9]{0,15})", lines.pop(0) if lines else "")
    if found is None or len(lines) > 53:
        raise Unusable("The receipt can not be read.")
    proof = proof_of(lines)
    return int(found[1]), proof, text[end + 2 :], hint


def verify_receipt(text, named, kept, given):
    index, proof, note, hint = parse_receipt(text)
    event = given or hint.get("event")
    if event is None:
        raise Unusable("The receipt does not hold its event. Name it with --event.")
    keys = named if named is not None else [parse_key(key) for key in hint.get("keys", [])]
    checkpoints = Checkpoints(keys)
    head = checkpoints.add(note)
    previous = unbase64(event["previousHash"], "A hash", 32)
    leaf = event_hash(previous, unbase64(event["body"], "A body"))
    size = head["size"]
    found = root_of_inclusion(index, size, leaf, proof) if index < size else None
    where = f"equence {event['sequence']} of the chain {event['chain']}"
    if found != head["root"]:
        raise Bad(f"s{where} (place {index}): {PLACE}")
    for earlier in kept:
        checkpoints.add(earlier)
    checkpoints.check_growth()
    sentence = f"S{where} stands at place {index} of the log, as it was sealed."
    return head["origin"], keys, [sentence, *checkpoints.sentences()]


# ---------------------------------------------------------------- the command


def read_text(path):
    try:
        with open(path, encoding="utf-8", newline="") as file:
            return file.read()
    except (OSError, UnicodeDecodeError):
        raise Unusable(f"The file {path} can not be read.") from None


def read_lines(path):
    with open(path, encoding="utf-8", newline="\n") as file:
        for line in file:
            yield line[:-1] if line.endswith("\n") else line


def read_arguments(words):
    asked = {"file": None, "keys": None, "kept": [], "event": None}
    rest = iter(words)
    for word in rest:
        if word == "--keys":
            asked["keys"] = [parse_key(line) for line in read_text(next(rest)).split("\n") if line]
        elif word == "--checkpoint":
            asked["kept"].append(read_text(next(rest)))
        elif word == "--event":
            asked["event"] = parse_line(read_text(next(rest)), 1)
        elif asked["file"] is None and not word.startswith("--"):
            asked["file"] = word
        else:
            raise Unusable(f"It is not known what {word} means here.")
    if asked["file"] is None:
        raise Unusable("Name the file that is to be verified.")
    return asked


def verify(words):
    try:
        asked = read_arguments(words)
        named, kept = asked["keys"], asked["kept"]
        first = next(read_lines(asked["file"]), "")
        if first.startswith("{"):
            found = verify_export(read_lines(asked["file"]), named, kept)
        else:
            found = verify_receipt(read_text(asked["file"]), named, kept, asked["event"])
        origin, keys, sentences = found
    except Bad as bad:
        return 1, [f"Not verified. First bad: {bad}"]
    except Unusable as unusable:
        return 2, [f"Can not be told. {unusable}"]
    except OSError:
        return 2, ["Can not be told. The file can not be read."]
    except (AttributeError, KeyError, TypeError, StopIteration, UnicodeDecodeError):
        return 2, ["Can not be told. The file lacks something an export has."]
    source = "the file you named"
    if named is None:
        source = "this file itself: compare them with keys you hold"
    ids = dict.fromkeys(f"{key['name']}+{key['id']} ({key['algorithm']})" for key in keys)
    return 0, [
        f"Log: {origin}.",
        *sentences,
        "ML-DSA-44 signatures were not checked: this program does not know them; verify.mjs does.",
        f"Keys, from {source}: {', '.join(ids)}.",
        "Verified.",
    ]


if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")
    code, printed = verify(sys.argv[1:])
    print("\n".join(printed))
    sys.exit(code)
