# The layers from the lowest up. A layer may link, and so include, only what stands before it here:
# sovrisk_layer() checks the links, tests/layers the includes.
set(SOVRISK_LAYERS json cel schema catalog ownership criteria assess analysis report cli)
