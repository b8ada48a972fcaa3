"""What a group does around its packs: the plan, who is spoken to, what was promised, and whether it helped."""
