-- A part in a conversation is known by the conversation, wherever its account went since the contacts were merged.
update merge_rows set key = key - 'account_id'
 where table_name = 'conversation_participants' and column_name = 'contact_id';
