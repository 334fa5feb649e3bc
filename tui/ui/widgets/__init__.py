"""Drawing parts that panes and screens share."""
