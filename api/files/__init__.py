"""Files of clients: registered here, their bytes in Supabase Storage under the policies of bucket `files`."""
