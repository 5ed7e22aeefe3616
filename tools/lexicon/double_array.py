"""A trie in three flat arrays: child of cell s by letter c is base[s] + c when label there is c."""


def build(entries, code):
    """entries: {word: value > 0}. Bases are distinct, so a label tells whose child a cell is."""
    root = {}
    for word, value in entries.items():
        node = root
        for c in word:
            node = node.setdefault(code[c], {})
        node[0] = value
    base, label, value, used = [0] * 64, [0] * 64, [0] * 64, set()
    taken = [True] + [False] * 63

    def grow(size):
        while len(base) < size:
            base.extend([0] * 1024), label.extend([0] * 1024), value.extend([0] * 1024), taken.extend([False] * 1024)

    queue, low = [(0, root)], 1
    while queue:
        cell, node = queue.pop()
        value[cell] = node.get(0, 0)
        children = sorted(c for c in node if c)
        if not children:
            continue
        while low < len(taken) and taken[low]:
            low += 1
        start = max(1, low - children[0])
        while True:
            grow(start + 64)
            if start not in used and not any(taken[start + c] for c in children):
                break
            start += 1
        used.add(start)
        base[cell] = start
        for c in children:
            taken[start + c], label[start + c] = True, c
        queue.extend((start + c, node[c]) for c in reversed(children))
    size = max(i for i, t in enumerate(taken) if t) + 65
    grow(size)
    return base[:size], label[:size], value[:size]
